import { useEffect, useRef, useState } from 'react';

interface Props { rows: { name: string; values: (number | null)[] }[]; names: string[]; colors: string[]; value: (value: number) => string; label: string }

const height = 170;

/** Bars beside each other, one group a row; drawn, since there are few of them. */
export function Bars({ rows, names, colors, value, label }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(320);
  useEffect(() => {
    if (!box.current) return undefined;
    const observer = new ResizeObserver(([entry]) => { if (entry) setWidth(Math.max(200, Math.round(entry.contentRect.width))); });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const all = rows.flatMap((row) => row.values.filter((each): each is number => each != null));
  const high = Math.max(0, ...all);
  const low = Math.min(0, ...all);
  const y = (each: number) => 8 + ((high - each) / (high - low || 1)) * (height - 30);
  const group = width / Math.max(rows.length, 6);
  const bar = Math.min(30, (group * 0.76) / names.length);
  const every = Math.ceil(rows.length / Math.max(2, width / 90));
  return (
    <div ref={box}>
      {names.length > 1 && <p className="key">{names.map((name, n) => <span key={name} className="row"><i className={`i-${colors[n] ?? ''}`} /><small>{name}</small></span>)}</p>}
      <svg className="bars" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${label}: ${rows.map((row) => `${row.name} ${row.values.map((each) => (each == null ? '–' : value(each))).join(' / ')}`).join('; ')}`}>
        <line x1="0" x2={width} y1={y(0)} y2={y(0)} />
        {rows.map((row, n) => (
          <g key={row.name}>
            <title>{`${row.name}: ${row.values.map((each, k) => `${names[k]} ${each == null ? '–' : value(each)}`).join(', ')}`}</title>
            {row.values.map((each, k) => each != null && <rect key={k} className={`f-${colors[k] ?? ''}`} x={n * group + (group - bar * names.length) / 2 + k * bar} width={Math.max(2, bar - 2)} y={Math.min(y(each), y(0))} height={Math.max(1, Math.abs(y(each) - y(0)))} rx="3" />)}
            {n % every === 0 && <text x={n * group + group / 2} y={height - 4}>{row.name}</text>}
          </g>
        ))}
      </svg>
    </div>
  );
}
