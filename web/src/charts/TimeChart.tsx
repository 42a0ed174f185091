import { useEffect, useRef } from 'react';
import type { ChartConfiguration, ChartDataset, Plugin } from 'chart.js';
import { useFormat } from '../format';
import { color, useShownTheme } from '../theme';
import { Chart } from './chart';

export interface Point { x: number; y: number | null }
export interface Series {
  label: string; color: string; points: Point[];
  /** Holds its value to the next point; else straight lines. */
  step?: boolean; fill?: boolean; dash?: boolean; thin?: boolean;
  /** Filled down to the series before it: a band. */
  band?: boolean; hidden?: boolean;
}
interface Props {
  series: Series[]; from: number; to: number; height: string; label: string; value: (y: number) => string; tick?: (y: number) => string;
  now?: number; selected?: { from: number; to: number } | null; min?: number; max?: number;
  onPick?: (x: number) => void;
  /** A drag over a stretch of time. */
  onRange?: (from: number, to: number) => void;
  /** Keys ← and →. */
  onStep?: (by: 1 | -1) => void;
}

/** Lines over time on one canvas, ticks at whole hours of the house's zone. Gaps (null) stay gaps. */
export function TimeChart(props: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Chart | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const drag = useRef<{ from: number; to: number } | null>(null);
  const format = useFormat();
  const theme = useShownTheme();

  useEffect(() => {
    if (!canvas.current) return undefined;
    const made = new Chart(canvas.current, configuration(latest, drag));
    chart.current = made;
    return () => { made.destroy(); chart.current = null; };
  }, []);

  useEffect(() => {
    const it = chart.current;
    if (!it) return;
    const muted = color('muted');
    const line = color('line');
    it.data.datasets = props.series.map((series) => dataset(series));
    const { x, y } = it.options.scales as Record<string, any>;
    const ticks = hours(props.from, props.to, format.clock, it.width);
    Object.assign(x, { min: props.from, max: props.to, afterBuildTicks: (axis: { ticks: unknown }) => { axis.ticks = ticks.map((value) => ({ value })); } });
    const named = (value: number) => (format.clock(value)[0] === 0 && format.clock(value)[1] === 0 ? format.date(value) : format.time(value));
    x.ticks = { color: muted, autoSkip: false, maxRotation: 0, padding: 6, font: { size: 11 }, callback: named };
    // what is drawn, for who looks at the page without eyes: programs
    it.canvas.dataset['points'] = String(Math.max(0, ...props.series.map((series) => series.points.length)));
    it.canvas.dataset['ticks'] = ticks.map(named).join(' ');
    x.grid = { color: line, drawBorder: false, drawTicks: false };
    y.grid = { color: (context: { tick?: { value: number } }) => (context.tick?.value === 0 ? muted : line), drawBorder: false, drawTicks: false };
    y.ticks = { color: muted, font: { size: 11 }, maxTicksLimit: 6, callback: (value: number) => (props.tick ?? props.value)(value) };
    Object.assign(y, { min: props.min, max: props.max, afterFit: (axis: { width: number }) => { axis.width = 52; } });
    const tooltip = it.options.plugins?.tooltip as Record<string, any>;
    Object.assign(tooltip, { backgroundColor: color('ink'), titleColor: color('paper'), bodyColor: color('paper'), padding: 10, cornerRadius: 10, boxPadding: 4, usePointStyle: true });
    tooltip.callbacks = {
      title: (items: { parsed: { x: number } }[]) => (items[0] ? format.fullDateTime(items[0].parsed.x) : ''),
      label: (item: { dataset: { label?: string }; parsed: { y: number } }) => ` ${item.dataset.label}: ${latest.current.value(item.parsed.y)}`,
    };
    it.update('none');
  }, [props.series, props.from, props.to, props.min, props.max, props.selected, props.now, format, theme]);

  const pickable = Boolean(props.onStep);
  return (
    <div className={`chart ${props.height}`}>
      <canvas ref={canvas} role="img" aria-label={props.label} tabIndex={pickable ? 0 : undefined}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
          event.preventDefault();
          props.onStep?.(event.key === 'ArrowRight' ? 1 : -1);
        }} />
    </div>
  );
}

function dataset({ label, points, color: name, step, fill, dash, thin, band, hidden }: Series): ChartDataset<'line'> {
  const tone = color(name);
  return {
    label, data: points.map(({ x, y }) => ({ x, y: y ?? NaN })), parsing: false, normalized: true, hidden: hidden ?? false,
    borderColor: band ? 'transparent' : tone, backgroundColor: `${tone}${band ? '2e' : '30'}`, borderWidth: thin ? 1.2 : 2, ...(dash ? { borderDash: [5, 4] } : {}),
    stepped: step ? 'before' : false, fill: band ? '-1' : fill ? 'origin' : false, pointRadius: 0, pointHitRadius: 0, pointStyle: 'rectRounded', spanGaps: false, tension: 0,
  };
}

/** Whole hours of the zone, as many as there is room for; midnights always. */
function hours(from: number, to: number, clock: (instant: number) => [number, number], width: number): number[] {
  const room = Math.max(3, Math.floor((width - 60) / 58));
  const span = (to - from) / 3600000;
  if (span <= 3) {
    const minutes = [1, 2, 5, 10, 15, 30, 60].find((m) => (span * 60) / m <= room) ?? 60;
    const first = Math.ceil(from / (minutes * 60000)) * minutes * 60000;
    return Array.from({ length: Math.max(0, Math.floor((to - first) / (minutes * 60000)) + 1) }, (_, n) => first + n * minutes * 60000);
  }
  const every = [1, 2, 3, 4, 6, 12, 24].find((h) => span / h <= room);
  const days = every ? 1 : Math.ceil(span / 24 / room);
  const found: number[] = [];
  let midnights = 0;
  for (let at = Math.ceil(from / 1800000) * 1800000; at <= to; at += 1800000) {
    const [hour, minute] = clock(at);
    if (minute !== 0) continue;
    if (every ? hour % every === 0 : hour === 0 && midnights++ % days === 0) found.push(at);
  }
  return found;
}

interface Ref<T> { current: T }

function configuration(latest: Ref<Props>, drag: Ref<{ from: number; to: number } | null>): ChartConfiguration<'line'> {
  const marks: Plugin<'line'> = {
    id: 'marks',
    beforeDatasetsDraw: ({ ctx, chartArea: area, scales }) => {
      const x = scales['x'];
      if (!x) return;
      const stretch = drag.current ?? latest.current.selected;
      if (stretch) {
        const left = Math.max(area.left, x.getPixelForValue(Math.min(stretch.from, stretch.to)));
        const right = Math.min(area.right, x.getPixelForValue(Math.max(stretch.from, stretch.to)));
        ctx.fillStyle = `${color('accent')}3a`;
        if (right > left) ctx.fillRect(left, area.top, Math.max(2, right - left), area.bottom - area.top);
      }
    },
    afterDatasetsDraw: ({ ctx, chartArea: area, scales }) => {
      const x = scales['x'];
      const { now, from, to } = latest.current;
      if (!x || now === undefined || now < from || now > to) return;
      const at = x.getPixelForValue(now);
      ctx.save();
      ctx.strokeStyle = color('ink');
      ctx.lineWidth = 1;
      ctx.setLineDash([2, 3]);
      ctx.beginPath();
      ctx.moveTo(at, area.top);
      ctx.lineTo(at, area.bottom);
      ctx.stroke();
      ctx.restore();
    },
    beforeEvent: (chart, { event }) => {
      const x = chart.scales['x'];
      if (!x || event.x == null) return;
      // a click beside the drawing means its first or last moment
      const value = Math.max(latest.current.from, Math.min(latest.current.to - 1, x.getValueForPixel(event.x) ?? 0));
      if (event.type === 'click') {
        if (!drag.current || Math.abs(x.getPixelForValue(drag.current.from) - event.x) < 8) latest.current.onPick?.(value);
        drag.current = null;
      }
    },
  };
  const ranging: Plugin<'line'> = {
    id: 'ranging',
    afterInit: (chart) => {
      const at = (event: PointerEvent) => chart.scales['x']?.getValueForPixel(event.offsetX) ?? 0;
      chart.canvas.addEventListener('pointerdown', (event) => { if (latest.current.onRange && event.pointerType !== 'touch') drag.current = { from: at(event), to: at(event) }; });
      chart.canvas.addEventListener('pointermove', (event) => { if (drag.current) { drag.current.to = at(event); chart.draw(); } });
      chart.canvas.addEventListener('pointerup', () => {
        const stretch = drag.current;
        const x = chart.scales['x'];
        if (stretch && x && Math.abs(x.getPixelForValue(stretch.to) - x.getPixelForValue(stretch.from)) > 12) {
          latest.current.onRange?.(Math.min(stretch.from, stretch.to), Math.max(stretch.from, stretch.to));
        }
        drag.current = null;
      });
    },
  };
  return {
    type: 'line', data: { datasets: [] }, plugins: [marks, ranging],
    options: {
      animation: false, responsive: true, maintainAspectRatio: false, events: ['mousemove', 'mouseout', 'click', 'touchstart', 'touchmove'],
      interaction: { mode: 'index', axis: 'x', intersect: false }, layout: { padding: { right: 6 } },
      scales: { x: { type: 'linear' }, y: { type: 'linear' } },
      plugins: { tooltip: { filter: (item) => Number.isFinite(item.parsed.y), itemSort: (a, b) => a.datasetIndex - b.datasetIndex }, decimation: { enabled: true, algorithm: 'min-max', threshold: 2500 } },
    },
  };
}
