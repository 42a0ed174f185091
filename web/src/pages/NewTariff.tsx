import { useState } from 'react';
import { request } from '../data/http';
import { useFormat } from '../format';
import { useWords } from '../i18n';
import { useMay, useSite } from '../session';
import { Card } from '../components/Card';
import { Choice, Field } from '../components/Field';
import { Form } from '../components/Form';
import { Empty } from '../components/States';
import { say } from '../components/Toasts';

interface Draft { supplier: string; pricing: string; amount: string; vat: boolean }
const directions = ['buy', 'sell'] as const;

/** The first contracts of a house: what a bought and a sold kWh cost. */
export function NewTariff({ saved }: { saved: () => void }) {
  const site = useSite();
  const { t } = useWords();
  const format = useFormat();
  const may = useMay('installer');
  const [drafts, setDrafts] = useState<Record<'buy' | 'sell', Draft>>({ buy: { supplier: '', pricing: 'spot', amount: '0', vat: true }, sell: { supplier: '', pricing: 'spot', amount: '0', vat: false } });
  const [from, setFrom] = useState(`${new Date().toISOString().slice(0, 8)}01`);
  const set = (direction: 'buy' | 'sell', part: Partial<Draft>) => setDrafts((all) => ({ ...all, [direction]: { ...all[direction], ...part } }));
  const save = async () => {
    const contracts = directions.map((direction) => {
      const { supplier, pricing, amount, vat } = drafts[direction];
      return { direction, validity: `[${from},)`, supplier, pricing, includes_vat: vat, [pricing === 'spot' ? 'fee_per_kwh' : 'price_per_kwh']: Number(amount) };
    });
    await request('PUT', `/api/v1/sites/${encodeURIComponent(site.site_id)}/configuration?dry_run=false`, { contracts });
    say(t('tariff.saved'));
    saved();
  };
  if (!may) return <Empty>{t('tariff.none')}</Empty>;
  return (
    <Card title={t('tariff.first')}>
      <Form submit={t('tariff.save')} work={save}>
        {directions.map((direction) => (
          <fieldset key={direction}><legend>{t(`tariff.${direction}`)}</legend>
            <div className="pair">
              <Field label={t('tariff.supplier')} value={drafts[direction].supplier} onChange={(supplier) => set(direction, { supplier })} required />
              <Choice label={t('tariff.pricing')} value={drafts[direction].pricing} onChange={(pricing) => set(direction, { pricing })}><option value="spot">{t('tariff.spot')}</option><option value="fixed">{t('tariff.fixed')}</option></Choice>
              <Field label={t(drafts[direction].pricing === 'spot' ? 'tariff.fee' : 'tariff.price')} unit={format.priceUnit} type="number" step="any" value={drafts[direction].amount} onChange={(amount) => set(direction, { amount })} required />
            </div>
            <label className="row"><input type="checkbox" checked={drafts[direction].vat} onChange={(event) => set(direction, { vat: event.target.checked })} />{t('tariff.vat')}</label>
          </fieldset>
        ))}
        <Field label={t('tariff.from')} type="date" value={from} onChange={setFrom} required />
        <p className="muted"><small>{t('tariff.more')}</small></p>
      </Form>
    </Card>
  );
}
