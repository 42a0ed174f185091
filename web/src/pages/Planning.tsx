import { useCallback, useMemo, useState } from 'react';
import { rest } from '../data/http';
import { useQuery } from '../data/query';
import type { PlanInterval, PlanRun, Slot } from '../data/types';
import { useFormat } from '../format';
import { useWords, type Key } from '../i18n';
import { setQuery, useUrl } from '../router';
import { useMay, useSite } from '../session';
import { Card } from '../components/Card';
import { JobButton } from '../components/JobButton';
import { Rows } from '../components/States';
import { TimeChart, type Point, type Series } from '../charts/TimeChart';
import { Explain } from './Explain';
import { PlanRuns } from './PlanRuns';
import { SlotTable } from './SlotTable';

const ms = (instant: string) => new Date(instant).getTime();
const ranges = ['ahead', 'today', 'all'] as const;

/** One time axis for prices, powers and state of charge; any slot explains itself. */
export default function Planning() {
  const site = useSite();
  const { t } = useWords();
  const may = useMay('operator');
  const runs = useQuery<PlanRun[]>(rest('vw_planning_run', { site_id: `eq.${site.site_id}`, order: 'known_at.desc', limit: 30 }), { every: 30000, on: ['plan'] });
  const slots = useQuery<Slot[]>(rest('vw_page_timeline', { site_id: `eq.${site.site_id}`, order: 'starts_at' }), { every: 60000, on: ['plan'] });
  const reload = useCallback(() => { slots.reload(); runs.reload(); }, [slots.reload, runs.reload]);
  return (
    <div className="stack">
      <h1>{t('page.plan')}</h1>
      {may && (
        <div className="row">
          <JobButton path="plan/run?type=rolling" label="plan.replan" icon="refresh" onDone={reload} />
          <JobButton path="prices/import" label="plan.prices" icon="download" onDone={reload} />
          <JobButton path="forecast/run" label="plan.forecast" icon="sun" onDone={reload} />
        </div>
      )}
      <Rows query={slots} empty={t('plan.none')}>{(rows) => <Charts rows={rows} runs={runs.data ?? []} />}</Rows>
      <PlanRuns runs={runs} />
    </div>
  );
}

function Charts({ rows, runs }: { rows: Slot[]; runs: PlanRun[] }) {
  const site = useSite();
  const { t } = useWords();
  const format = useFormat();
  const query = useUrl().searchParams;
  const [hidden, setHidden] = useState<string[]>([]);
  const now = Date.now();
  const range = ranges.find((each) => each === query.get('range')) ?? 'ahead';
  const compare = query.get('compare');
  const other = useQuery<PlanInterval[]>(compare ? rest('vw_planning_interval', { site_id: `eq.${site.site_id}`, planning_run_id: `eq.${compare}`, order: 'starts_at' }) : null);
  const current = rows.find((slot) => ms(slot.starts_at) <= now && now < ms(slot.ends_at));
  const shown = useMemo(() => {
    const first = range === 'ahead' ? Math.floor(now / 900000) * 900000 - 10800000 : -Infinity;
    return rows.filter((slot) => (range === 'today' ? slot.day === current?.day : ms(slot.ends_at) > first));
  }, [rows, range, current?.day, Math.floor(now / 900000)]);
  const lastSlot = shown[shown.length - 1];
  const from = shown[0] ? ms(shown[0].starts_at) : now;
  const to = lastSlot ? ms(lastSlot.ends_at) : now;
  const at = query.get('at');
  const selected = rows.find((slot) => at !== null && ms(slot.starts_at) === ms(at)) ?? current ?? rows[0];
  const pick = useCallback((x: number) => {
    const slot = rows.find((each) => ms(each.starts_at) <= x && x < ms(each.ends_at));
    if (slot) setQuery({ at: new Date(slot.starts_at).toISOString() });
  }, [rows]);
  const step = useCallback((by: 1 | -1) => {
    const slot = selected && rows[rows.indexOf(selected) + by];
    if (slot) setQuery({ at: new Date(slot.starts_at).toISOString() });
  }, [rows, selected]);

  const { price, power, charge } = useMemo(() => {
    const line = (key: keyof Slot): Point[] => [...shown.map((slot) => ({ x: ms(slot.starts_at), y: slot[key] as number | null })), { x: to, y: (lastSlot?.[key] as number | null | undefined) ?? null }];
    const ends = (key: 'plan_soc_pct' | 'soc_pct'): Point[] => shown.map((slot) => ({ x: ms(slot.ends_at), y: slot[key] }));
    const series = (key: Key, color: string, points: Point[], rest: Partial<Series> = {}): Series => ({ label: t(key), color, points, hidden: hidden.includes(key), ...rest });
    const has = (key: keyof Slot) => shown.some((slot) => slot[key] != null && slot[key] !== 0);
    const compared = (key: 'battery_w' | 'soc_pct'): Point[] => (other.data ?? []).map((slot) => ({ x: ms(slot.starts_at) + (key === 'soc_pct' ? 900000 : 0), y: slot[key] }));
    return {
      price: [series('plan.buy', 'grid', line('buy_per_kwh'), { step: true, fill: true }), series('plan.sell', 'sun', line('sell_per_kwh'), { step: true, thin: true })],
      power: [
        series('plan.band', 'sun', line('pv_p90_w'), { thin: true, dash: true }), { ...series('plan.band', 'sun', line('pv_p10_w'), { band: true }) },
        series('plan.pv', 'sun', line('plan_pv_w'), { step: true, dash: true }), series('actual.pv', 'sun', line('pv_w'), { step: true, fill: true }),
        series('plan.load', 'house', line('plan_load_w'), { step: true, dash: true, thin: true }), series('actual.load', 'house', line('load_w'), { step: true }),
        series('plan.battery', 'battery', line('plan_battery_w'), { step: true, fill: true }), series('actual.battery', 'battery', line('battery_w'), { step: true, thin: true }),
        ...(has('plan_ev_w') || has('ev_w') ? [series('plan.ev', 'car', line('plan_ev_w'), { step: true, dash: true }), series('actual.ev', 'car', line('ev_w'), { step: true })] : []),
        ...(has('plan_heat_pump_w') || has('heat_pump_w') ? [series('plan.heat', 'heat', line('plan_heat_pump_w'), { step: true, dash: true }), series('actual.heat', 'heat', line('heat_pump_w'), { step: true })] : []),
        ...(compare ? [series('plan.otherbattery', 'accent', compared('battery_w'), { step: true, dash: true })] : []),
      ],
      charge: [series('plan.soc', 'battery', ends('plan_soc_pct'), { fill: true, dash: true }), series('actual.soc', 'battery', ends('soc_pct')), ...(compare ? [series('plan.othersoc', 'muted', compared('soc_pct'), { dash: true })] : [])],
    };
  }, [shown, to, lastSlot, hidden, t, compare, other.data]);

  const mark = selected ? { from: ms(selected.starts_at), to: ms(selected.ends_at) } : null;
  const common = { from, to, now, selected: mark, onPick: pick, onStep: step };
  return (
    <div className="stack plan">
      <Card title={t('plan.axis')} aside={
        <span className="choices">{ranges.map((each) => <button key={each} type="button" aria-pressed={range === each} onClick={() => setQuery({ range: each })}>{t(`plan.range.${each}`)}</button>)}</span>}>
        <h3>{t('plan.prices.title')} <small className="muted">{format.priceUnit}</small></h3>
        <Legend series={price} hidden={hidden} set={setHidden} words={t} />
        <TimeChart {...common} series={price} height="h140" label={t('plan.prices.title')} value={(y) => `${format.price(y)} ${format.priceUnit}`} tick={(y) => format.number(y, 1)} />
        <h3>{t('plan.power.title')}</h3>
        <Legend series={power} hidden={hidden} set={setHidden} words={t} />
        <TimeChart {...common} series={power} height="h260" label={t('plan.power.title')} value={format.power} tick={(y) => `${format.number(y / 1000, 1)} kW`} />
        <h3>{t('plan.soc.title')}</h3>
        <TimeChart {...common} series={charge} height="h140" label={t('plan.soc.title')} value={(y) => format.percent(y)} min={0} max={100} />
        <SlotTable rows={shown} pick={pick} />
      </Card>
      <div className="side stack">{selected && <Explain slot={selected} step={step} run={runs.find((run) => run.planning_run_id === selected.planning_run_id)} />}</div>
    </div>
  );
}

const keys: Key[] = ['plan.buy', 'plan.sell', 'plan.band', 'plan.pv', 'actual.pv', 'plan.load', 'actual.load', 'plan.battery', 'actual.battery', 'plan.ev', 'actual.ev', 'plan.heat', 'actual.heat', 'plan.otherbattery'];

const mark = (series: Series | undefined) => `i-${series?.color ?? ''}${series?.dash ? ' dashed' : ''}`;

/** What each colour is; a press hides a line. */
function Legend({ series, hidden, set, words }: { series: Series[]; hidden: string[]; set: (next: string[]) => void; words: (key: Key) => string }) {
  const present = keys.filter((key) => series.some((each) => each.label === words(key)));
  return (
    <div className="key">
      {present.map((key) => (
        <button key={key} type="button" aria-pressed={!hidden.includes(key)} onClick={() => set(hidden.includes(key) ? hidden.filter((other) => other !== key) : [...hidden, key])}>
          <i className={mark(series.find((each) => each.label === words(key)))} />{words(key)}
        </button>
      ))}
    </div>
  );
}
