import { rest } from '../data/http';
import { useQuery } from '../data/query';
import type { Day, Month } from '../data/types';
import { useFormat } from '../format';
import { useWords } from '../i18n';
import { useSite } from '../session';
import { setQuery, useUrl } from '../router';
import { Card, Figure } from '../components/Card';
import { Rows } from '../components/States';
import { Bars } from '../charts/Bars';

/** Month by month: what it cost, what it would have cost, how well the future was foreseen; a month opens with its days. */
export default function Savings() {
  const site = useSite();
  const { t } = useWords();
  const months = useQuery<Month[]>(rest('vw_page_month', { site_id: `eq.${site.site_id}`, order: 'month.desc', limit: 24 }), { every: 300000 });
  return (
    <div className="stack">
      <h1>{t('page.savings')}</h1>
      <Rows query={months} empty={t('savings.none')}>{(rows) => <Months rows={rows} />}</Rows>
    </div>
  );
}

function Months({ rows }: { rows: Month[] }) {
  const site = useSite();
  const { t } = useWords();
  const format = useFormat();
  const wanted = useUrl().searchParams.get('month');
  const month = rows.find((row) => row.month === wanted) ?? (rows[0] as Month);
  const next = rows[rows.indexOf(month) - 1];
  const days = useQuery<Day[]>(rest('vw_audit_summary', { site_id: `eq.${site.site_id}`, order: 'day', ...(next ? { and: `(day.gte.${month.month},day.lt.${next.month})` } : { day: `gte.${month.month}` }) }), { every: 300000 });
  const tone = (value: number | null) => (value == null || Math.abs(value) < 0.01 ? undefined : value > 0 ? 'good' as const : 'bad' as const);
  return (
    <>
      {rows.length > 1 && <div className="choices">{rows.slice(0, 12).reverse().map((row) => <button key={row.month} type="button" aria-pressed={row === month} onClick={() => setQuery({ month: row.month })}>{format.shortMonth(row.month)}</button>)}</div>}
      <Card title={format.month(month.month)} aside={<span className="age">{t('savings.days', { n: month.days })}</span>}>
        <p className="saved"><span className={`big ${tone(month.saved_against_no_battery) ?? ''}`}>{format.money(month.saved_against_no_battery)}</span> <span className="muted">{t('savings.lead')}</span></p>
        <dl className="figures wide">
          <Figure label={t('savings.cost')} value={format.money(month.cost)} />
          <Figure label={t('savings.nobattery')} value={format.money(month.no_battery_cost)} />
          <Figure label={t('savings.self')} value={format.money(month.self_consumption_cost)} note={t('savings.against', { saved: format.money(month.saved_against_self_consumption) })} />
          <Figure label={t('savings.regret')} value={format.money(month.regret)} note={t('savings.regret.note')} />
          <Figure label={t('today.self')} value={format.percent(month.self_sufficiency_pct)} />
          <Figure label={t('today.pv')} value={format.energy(month.pv_wh)} />
          <Figure label={t('today.import')} value={format.energy(month.import_wh)} />
          <Figure label={t('savings.export')} value={format.energy(month.export_wh)} />
        </dl>
      </Card>
      <div className="stack two">
        <Card title={t('savings.daily')} className="wide">
          <Rows query={days} empty={t('savings.none')}>{(list) => (
            <>
              <Bars rows={list.map((day) => ({ name: format.day(day.day), values: [day.cost, day.no_battery_cost] }))} names={[t('savings.cost'), t('savings.nobattery')]} colors={['battery', 'middle']} value={(value) => format.money(value)} label={t('savings.daily')} />
              <details><summary>{t('savings.table')}</summary>
                <div className="scroll" tabIndex={0} role="group" aria-label={t('savings.table')}><table>
                  <thead><tr><th scope="col">{t('word.day')}</th><th scope="col" className="num">{t('savings.cost')}</th><th scope="col" className="num">{t('today.saved')}</th><th scope="col" className="num">{t('today.self')}</th><th scope="col" className="num">{t('today.pv')}</th><th scope="col" className="num">{t('today.import')}</th></tr></thead>
                  <tbody>{list.map((day) => <tr key={day.day}><td>{format.day(day.day)}</td><td className="num">{format.money(day.cost)}</td><td className="num">{format.money(day.saved_against_no_battery)}</td><td className="num">{format.percent(day.self_sufficiency_pct)}</td><td className="num">{format.energy(day.pv_wh)}</td><td className="num">{format.energy(day.import_wh)}</td></tr>)}</tbody>
                </table></div></details>
            </>
          )}</Rows>
        </Card>
        <Card title={t('savings.skill')}>
          <dl className="figures">
            <Figure label={t('savings.pverror')} value={format.percent(month.pv_error_pct)} />
            <Figure label={t('savings.loaderror')} value={format.percent(month.load_error_pct)} />
          </dl>
          <p className="muted"><small>{t('savings.skill.note')}</small></p>
        </Card>
        <Card title={t('savings.bymonth')}>
          <Bars rows={[...rows].slice(0, 12).reverse().map((row) => ({ name: format.shortMonth(row.month), values: [row.saved_against_no_battery] }))} names={[t('today.saved')]} colors={['battery']} value={(value) => format.money(value)} label={t('savings.bymonth')} />
        </Card>
      </div>
    </>
  );
}
