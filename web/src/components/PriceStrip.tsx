import { useFormat } from '../format';
import { useWords } from '../i18n';
import type { Slot } from '../data/types';

/** Purchase prices of the slots ahead as bars: what is past is faint, now is marked, cheap is green and dear is red by the place among those shown. */
export function PriceStrip({ slots, at }: { slots: Slot[]; at: number }) {
  const format = useFormat();
  const { t } = useWords();
  const known = slots.filter((slot) => slot.buy_per_kwh != null);
  if (known.length < 2) return null;
  const prices = known.map((slot) => slot.buy_per_kwh as number);
  const low = Math.min(0, ...prices);
  const high = Math.max(...prices, 0.01);
  const sorted = [...prices].sort((a, b) => a - b);
  const third = sorted[Math.floor(sorted.length / 3)] as number;
  const twoThirds = sorted[Math.floor((2 * sorted.length) / 3)] as number;
  const y = (price: number) => 4 + ((high - price) / (high - low)) * 62;
  const from = new Date((known[0] as Slot).starts_at).getTime();
  const to = new Date((known[known.length - 1] as Slot).ends_at).getTime();
  const x = (instant: number) => ((instant - from) / (to - from)) * 400;
  const cheapest = known.reduce((best, slot) => ((slot.buy_per_kwh as number) < (best.buy_per_kwh as number) ? slot : best));
  const ticks = known.filter((slot) => { const [hour, minute] = format.clock(new Date(slot.starts_at).getTime()); return minute === 0 && hour % 6 === 0 && x(new Date(slot.starts_at).getTime()) > 18 && x(new Date(slot.starts_at).getTime()) < 382; });
  return (
    <figure className="strip">
      <svg viewBox="0 0 400 88" role="img" aria-label={t('price.strip', { low: format.price(Math.min(...prices)), high: format.price(high), at: format.time(cheapest.starts_at) })}>
        {known.map((slot) => {
          const price = slot.buy_per_kwh as number;
          const start = new Date(slot.starts_at).getTime();
          const end = new Date(slot.ends_at).getTime();
          const tone = price <= third ? 'cheap' : price >= twoThirds ? 'dear' : 'middle';
          return <rect key={slot.starts_at} className={`${tone} ${end <= at ? 'past' : ''} ${start <= at && at < end ? 'current' : ''}`}
            x={x(start) + 0.2} width={Math.max(0.8, x(end) - x(start) - 0.500)} y={Math.min(y(price), y(0))} height={Math.max(1, Math.abs(y(price) - y(0)))} />;
        })}
        {ticks.map((slot) => <text key={slot.starts_at} x={x(new Date(slot.starts_at).getTime())} y="85">{format.time(slot.starts_at)}</text>)}
      </svg>
    </figure>
  );
}
