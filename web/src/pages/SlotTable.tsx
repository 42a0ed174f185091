import type { Slot } from '../data/types';
import { useFormat } from '../format';
import { useWords } from '../i18n';

/** The charts' figures as a table, for who cannot see them or wants to read exactly. */
export function SlotTable({ rows, pick }: { rows: Slot[]; pick: (x: number) => void }) {
  const { t, code } = useWords();
  const format = useFormat();
  return (
    <details>
      <summary>{t('plan.table')}</summary>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('plan.table')}>
        <table>
          <thead><tr><th scope="col">{t('word.time')}</th><th scope="col" className="num">{t('plan.buy')}</th><th scope="col" className="num">{t('plan.pv')}</th><th scope="col" className="num">{t('plan.load')}</th>
            <th scope="col" className="num">{t('plan.battery')}</th><th scope="col" className="num">{t('plan.soc')}</th><th scope="col">{t('explain.why')}</th></tr></thead>
          <tbody>
            {rows.map((slot) => (
              <tr key={slot.starts_at}>
                <td><button type="button" className="bare" onClick={() => pick(new Date(slot.starts_at).getTime())}>{format.dateTime(slot.starts_at)}</button></td>
                <td className="num">{format.price(slot.buy_per_kwh)}{slot.price_estimated ? ' ~' : ''}</td><td className="num">{format.power(slot.pv_w ?? slot.plan_pv_w)}</td><td className="num">{format.power(slot.load_w ?? slot.plan_load_w)}</td>
                <td className="num">{format.power(slot.battery_w ?? slot.plan_battery_w)}</td><td className="num">{format.percent(slot.soc_pct ?? slot.plan_soc_pct)}</td><td>{code('reason', slot.reason)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
