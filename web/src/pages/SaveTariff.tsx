import { useState } from 'react';
import { request, rest } from '../data/http';
import { useWords } from '../i18n';
import { useMay, useSite } from '../session';
import { Field } from '../components/Field';
import { useSend } from '../components/Form';
import { Problem } from '../components/States';
import { say } from '../components/Toasts';
import type { Contract } from './Tariff';

type Row = Record<string, unknown> & { direction: string; validity: string };

/** Lets the changed contracts begin on a day: the old ones end there, what was paid before stays as it was. */
export function SaveTariff({ contracts, changes, saved }: { contracts: Contract[]; changes: Record<string, unknown>; saved: () => void }) {
  const site = useSite();
  const { t } = useWords();
  const may = useMay('installer');
  const [from, setFrom] = useState(contracts[0]?.today ?? '');
  const { busy, error, send } = useSend();
  const save = () => send(async () => {
    const { contracts: rows } = await request<{ contracts: Row[] }>('GET', rest('rpc/configuration', { p_site_id: site.site_id }));
    const next = rows.flatMap((row): unknown[] => {
      const change = changes[row.direction] as Record<string, unknown> | undefined;
      const [start = '', end = ''] = row.validity.replace(/[[\])(]/g, '').split(',');
      if (!change || start > from || (end !== '' && end <= from)) return [row];
      const fresh = Object.fromEntries(Object.entries({ ...row, ...change, validity: `[${from},${end})` }).filter(([, value]) => value !== null));
      return start === from ? [fresh] : [{ ...row, validity: `[${start},${from})` }, fresh];
      });
      await request('PUT', `/api/v1/sites/${encodeURIComponent(site.site_id)}/configuration?dry_run=false`, { contracts: next });
      say(t('tariff.saved'));
      saved();
  });
  if (!may) return <p className="muted">{t('tariff.installer')}</p>;
  return (
    <>
      <div className="row save">
        <Field label={t('tariff.from')} type="date" value={from} onChange={setFrom} />
        <button type="button" className="primary" disabled={busy || from === ''} aria-busy={busy} onClick={() => void save()}>{t('tariff.save')}</button>
      </div>
      {error && <Problem error={error} />}
    </>
  );
}
