import { useFormat } from '../format';
import { useWords, type Key } from '../i18n';
import type { Now } from '../data/types';
import { IconMark, type IconName } from './Icon';

interface Node { key: string; name: Key; signal: string; icon: IconName; x: number; y: number; power: number | null; /** + flows into the hub. */ inward: number; note?: string }

const hub = { x: 170, y: 166 };
const radius = 43;
const idle = 15;

/** Sun, grid, battery, house, car and heat pump round the inverter; dashes move the way the power goes, faster where there is more. */
export function PowerFlow({ now }: { now: Now }) {
  const { t } = useWords();
  const format = useFormat();
  const has = (signal: string) => now.signal?.includes(signal) ?? false;
  const all: (Node | false)[] = [
    has('pv_w') && { key: 'sun', name: 'node.sun', signal: 'pv_w', icon: 'sun', x: 170, y: 62, power: now.pv_w, inward: now.pv_w ?? 0 },
    has('grid_w') && { key: 'grid', name: 'node.grid', signal: 'grid_w', icon: 'grid', x: 50, y: 128, power: now.grid_w, inward: now.grid_w ?? 0,
      note: now.grid_w != null && Math.abs(now.grid_w) > idle ? t(now.grid_w > 0 ? 'flow.import' : 'flow.export') : '' },
    has('battery_w') && { key: 'battery', name: 'node.battery', signal: 'battery_w', icon: 'battery', x: 290, y: 128, power: now.battery_w, inward: -(now.battery_w ?? 0),
      note: format.percent(now.soc_pct) },
    { key: 'house', name: 'node.house', signal: 'grid_w', icon: 'house', x: 170, y: 298, power: now.house_w, inward: -(now.house_w ?? 0) },
    has('ev_w') && { key: 'car', name: 'node.car', signal: 'ev_w', icon: 'car', x: 54, y: 268, power: now.ev_w, inward: -(now.ev_w ?? 0) },
    has('heat_pump_w') && { key: 'heat', name: 'node.heat', signal: 'heat_pump_w', icon: 'heat', x: 286, y: 268, power: now.heat_pump_w, inward: -(now.heat_pump_w ?? 0) },
  ];
  const nodes = all.filter((node): node is Node => Boolean(node));
  const said = nodes.map((node) => `${t(node.name)} ${format.power(node.power)}${node.note ? ` ${node.note}` : ''}`).join(', ');
  const ring = 2 * Math.PI * radius;
  return (
    <svg className="flow" viewBox="0 0 340 362" role="img" aria-label={`${t('flow.title')}: ${said}`}>
      {nodes.map((node) => {
        const flowing = Math.abs(node.inward) > idle;
        const bend = node.x === hub.x ? `L ${hub.x} ${hub.y}` : `Q ${node.x + (hub.x - node.x) * 0.62} ${node.y < hub.y ? hub.y - 8 : hub.y + 22} ${hub.x} ${hub.y}`;
        const line = `M ${node.x} ${node.y} ${bend}`;
        // 100 W takes about 4 s for one dash, 10 kW half a second.
        const seconds = Math.min(5, Math.max(0.5, 8.500 - 2 * Math.log10(Math.abs(node.inward) + 1)));
        return (
          <g key={node.key} className={`wire ${node.key} ${flowing ? 'flowing' : ''}`}>
            <path className="rail" d={line} />
            {flowing && <path className={node.inward > 0 ? 'dash in' : 'dash out'} d={line} style={{ animationDuration: `${seconds.toFixed(1)}s`, strokeWidth: Math.min(6, 2 + Math.abs(node.inward) / 1800) }} />}
          </g>
        );
      })}
      <circle className="hub" cx={hub.x} cy={hub.y} r="13" />
      <IconMark name="refresh" x={hub.x} y={hub.y} size={14} />
      {nodes.map((node) => {
        const stale = node.power == null || (now.stale?.includes(node.signal) ?? false);
        return (
          <g key={node.key} className={`node ${node.key} ${stale ? 'stale' : ''}`}>
            <circle className="disc" cx={node.x} cy={node.y} r={radius} />
            {node.key === 'battery' && now.soc_pct != null && (
              <circle className="charge" cx={node.x} cy={node.y} r={radius} strokeDasharray={`${(ring * now.soc_pct) / 100} ${ring}`} transform={`rotate(-90 ${node.x} ${node.y})`} />
            )}
            <IconMark name={node.icon} x={node.x} y={node.y - 15} size={23} />
            <text className="value" x={node.x} y={node.y + 11} data-node={node.key}>{format.power(node.power == null ? null : Math.abs(node.power))}</text>
            {node.note && <text className="note" x={node.x} y={node.y + 27}>{node.note}</text>}
            <text className="name" x={node.x} y={node.key === 'sun' ? node.y - radius - 6 : node.y + radius + 15}>{t(node.name)}</text>
          </g>
        );
      })}
    </svg>
  );
}
