import { useEffect, useMemo, useState } from 'react';
import { rest } from '../data/http';
import { useQuery } from '../data/query';
import { useFormat } from '../format';
import { NewTariff } from './NewTariff';
import { SaveTariff } from './SaveTariff';
import { useWords, type Key } from '../i18n';
import { useSite } from '../session';
import { Card } from '../components/Card';
import { Choice, Field } from '../components/Field';
import { Loading, Problem, Rows } from '../components/States';
import { TimeChart, type Series } from '../charts/TimeChart';

export interface Contract { direction: 'buy' | 'sell'; supplier: string; pricing: string; price_per_kwh: number | null; low_price_per_kwh: number | null; spot_factor: number; fee_per_kwh: number; per_month: number; includes_vat: boolean; valid_from: string; valid_to: string | null; today: string }
interface Preview { starts_at: string; buy_per_kwh: number | null; sell_per_kwh: number | null; changed_buy_per_kwh: number | null; changed_sell_per_kwh: number | null }
type Draft = Record<'pricing' | 'price_per_kwh' | 'fee_per_kwh' | 'spot_factor', string>;

/** The contracts in force, and what a day would cost under others. */
export function Tariff() {
  const site = useSite();
  const contracts = useQuery<Contract[]>(rest('vw_page_contract', { site_id: `eq.${site.site_id}`, current: 'is.true', order: 'direction' }));
  return <Rows query={contracts} empty={<NewTariff saved={contracts.reload} />}>{(rows) => <Editor key={JSON.stringify(rows)} contracts={rows} saved={contracts.reload} />}</Rows>;
}

const draftOf = (contract: Contract): Draft => ({ pricing: contract.pricing, price_per_kwh: contract.price_per_kwh?.toString() ?? '', fee_per_kwh: String(contract.fee_per_kwh), spot_factor: String(contract.spot_factor) });

/** Only what differs from the contract, as api.tariff_preview takes it. */
function changeOf(contract: Contract, draft: Draft): Record<string, unknown> {
  const change: Record<string, unknown> = {};
  if (draft.pricing !== contract.pricing) change['pricing'] = draft.pricing;
  const price = draft.pricing === 'spot' ? null : Number(draft.price_per_kwh || 0);
  if (price !== contract.price_per_kwh) change['price_per_kwh'] = price;
  if (Number(draft.fee_per_kwh) !== contract.fee_per_kwh) change['fee_per_kwh'] = Number(draft.fee_per_kwh);
  if (Number(draft.spot_factor) !== contract.spot_factor) change['spot_factor'] = Number(draft.spot_factor);
  return change;
}

function Editor({ contracts, saved }: { contracts: Contract[]; saved: () => void }) {
  const site = useSite();
  const { t } = useWords();
  const format = useFormat();
  const [drafts, setDrafts] = useState<Record<string, Draft>>(() => Object.fromEntries(contracts.map((each) => [each.direction, draftOf(each)])));
  const changes = Object.fromEntries(contracts.map((each) => [each.direction, changeOf(each, drafts[each.direction] ?? draftOf(each))]).filter(([, change]) => Object.keys(change as object).length > 0));
  const wanted = JSON.stringify(Object.keys(changes).length ? { contract: changes } : {});
  const [asked, setAsked] = useState(wanted);
  useEffect(() => { const timer = window.setTimeout(() => setAsked(wanted), 350); return () => window.clearTimeout(timer); }, [wanted]);
  const preview = useQuery<Preview[]>(rest('rpc/tariff_preview', { p_site_id: site.site_id, p_changes: asked }));
  const rows = preview.data ?? [];
  const changed = asked !== '{}';
  const series = useMemo<Series[]>(() => {
    const ends = rows.length ? new Date((rows[rows.length - 1] as Preview).starts_at).getTime() + 900000 : 0;
    const line = (key: keyof Preview) => [...rows.map((row) => ({ x: new Date(row.starts_at).getTime(), y: row[key] as number | null })), { x: ends, y: (rows[rows.length - 1]?.[key] as number | null | undefined) ?? null }];
    return [
      { label: t('plan.buy'), color: 'grid', points: line('buy_per_kwh'), step: true, fill: !changed }, { label: t('plan.sell'), color: 'sun', points: line('sell_per_kwh'), step: true, thin: true },
      ...(changed ? [{ label: t('tariff.newbuy'), color: 'heat', points: line('changed_buy_per_kwh'), step: true, fill: true }, { label: t('tariff.newsell'), color: 'car', points: line('changed_sell_per_kwh'), step: true, thin: true }] : []),
    ];
  }, [rows, changed, t]);
  const first = rows[0];
  const last = rows[rows.length - 1];
  const set = (direction: string, part: Partial<Draft>) => setDrafts((all) => ({ ...all, [direction]: { ...(all[direction] as Draft), ...part } }));
  return (
    <div className="stack two">
      {contracts.map((contract) => {
        const draft = drafts[contract.direction] ?? draftOf(contract);
        return (
          <Card key={contract.direction} title={t(`tariff.${contract.direction}` as Key)} aside={<span className="age">{contract.supplier}</span>}>
            <Choice label={t('tariff.pricing')} value={draft.pricing} onChange={(pricing) => set(contract.direction, { pricing })}>
              <option value="spot">{t('tariff.spot')}</option><option value="fixed">{t('tariff.fixed')}</option>{contract.pricing === 'time_of_use' && <option value="time_of_use">{t('tariff.tou')}</option>}
            </Choice>
            <div className="pair">
              {draft.pricing === 'spot'
                ? <><Field label={t('tariff.fee')} unit={format.priceUnit} type="number" step="any" value={draft.fee_per_kwh} onChange={(fee_per_kwh) => set(contract.direction, { fee_per_kwh })} />
                  <Field label={t('tariff.factor')} type="number" step="any" value={draft.spot_factor} onChange={(spot_factor) => set(contract.direction, { spot_factor })} /></>
                : <Field label={t('tariff.price')} unit={format.priceUnit} type="number" step="any" value={draft.price_per_kwh} onChange={(price_per_kwh) => set(contract.direction, { price_per_kwh })} />}
            </div>
            <p className="muted"><small>{t(contract.includes_vat ? 'tariff.vat' : 'tariff.novat')} · {t('tariff.monthly', { fee: format.money(contract.per_month) })}</small></p>
          </Card>
        );
      })}
      <Card className="wide" title={t('tariff.preview')} aside={changed ? <button type="button" onClick={() => setDrafts(Object.fromEntries(contracts.map((each) => [each.direction, draftOf(each)])))}>{t('tariff.reset')}</button> : undefined}>
        {preview.error ? <Problem error={preview.error} /> : !first || !last ? <Loading />
          : <><p className="key">{series.map((each) => <span key={each.label} className="row"><i className={`i-${each.color}`} /><small>{each.label}</small></span>)}</p>
            <TimeChart series={series} from={new Date(first.starts_at).getTime()} to={new Date(last.starts_at).getTime() + 900000} now={Date.now()} height="h260" label={t('tariff.preview')} value={(y) => `${format.price(y)} ${format.priceUnit}`} tick={(y) => format.number(y, 1)} /></>}
        {changed && <SaveTariff contracts={contracts} changes={changes} saved={saved} />}
      </Card>
    </div>
  );
}
