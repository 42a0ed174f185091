import { useState } from 'react';
import { request, rest } from '../data/http';
import { useQuery } from '../data/query';
import type { Market } from '../data/types';
import { useWords, type Language } from '../i18n';
import { go, url } from '../router';
import { Choice, Field } from '../components/Field';
import { Form } from '../components/Form';
import { Front } from '../components/Front';
import { Rows } from '../components/States';
import { Steps } from '../components/Steps';

/** Zones the browser knows; where it does not say, the market's will do. */
const zones = (Intl as { supportedValuesOf?: (key: string) => string[] }).supportedValuesOf?.('timeZone') ?? [];
const currencies = ['CZK', 'EUR', 'PLN', 'SEK'];
/** A short name out of a name: letters and digits, without accents. */
const shortName = (name: string) => name.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 32);

/** The first step of the first run: where the house stands and how it is connected. Tariff, devices and the first plan follow inside. */
export default function NewHouse({ done, speak }: { done: () => void; speak: (language: Language) => void }) {
  const { t } = useWords();
  const markets = useQuery<Market[]>(rest('vw_market', { order: 'market_code' }));
  return (
    <Front wide title={t('new.title')} speak={speak}>
      <Steps steps={[{ key: 'new.house', done: false }, { key: 'first.tariff', done: false }, { key: 'first.devices', done: false }, { key: 'first.plan', done: false }]} />
      <Rows query={markets} empty="–">{(rows) => <Site markets={rows} done={done} />}</Rows>
    </Front>
  );
}

function Site({ markets, done }: { markets: Market[]; done: () => void }) {
  const { t } = useWords();
  const [site, setSite] = useState({ name: '', site_id: '', market_code: '', time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone, currency: 'EUR', latitude: '', longitude: '', phases: '3', fuse: '25', limit: '10' });
  const set = (part: Partial<typeof site>) => setSite((before) => ({ ...before, ...part }));
  const market = markets.find((each) => each.market_code === site.market_code);
  const choose = (code: string) => {
    const chosen = markets.find((each) => each.market_code === code);
    set({ market_code: code, ...(chosen ? { time_zone: chosen.time_zone, currency: chosen.country === 'CZ' ? 'CZK' : chosen.currency } : {}) });
  };
  const make = async () => {
    const id = site.site_id || shortName(site.name);
    await request('POST', '/rest/rpc/site_create', { p_site_id: id, p_document: { site: {
      name: site.name, market_code: site.market_code, country: market?.country, time_zone: site.time_zone, currency: site.currency, latitude_deg: Number(site.latitude), longitude_deg: Number(site.longitude),
      phases: Number(site.phases), fuse_a: Number(site.fuse), export_limit_w: Number(site.limit) * 1000,
    } } });
    go(url(id, 'dashboard'));
    done();
  };
  const known = zones.includes(site.time_zone) ? zones : [site.time_zone, ...zones];
  return (
    <Form submit={t('new.make')} work={make}>
      <div className="pair">
        <Field label={t('house.name')} value={site.name} onChange={(name) => set({ name })} required />
        <Field label={t('new.id')} value={site.site_id || shortName(site.name)} onChange={(site_id) => set({ site_id })} pattern="[a-z0-9][a-z0-9_\-]{0,31}" hint={t('new.id.hint')} required />
        <Choice label={t('new.market')} value={site.market_code} onChange={choose} required><option value="" disabled>–</option>{markets.map((each) => <option key={each.market_code} value={each.market_code}>{each.market_code} · {each.name}</option>)}</Choice>
        <Choice label={t('house.zone')} value={site.time_zone} onChange={(time_zone) => set({ time_zone })}>{known.map((zone) => <option key={zone}>{zone}</option>)}</Choice>
        <Choice label={t('new.currency')} value={site.currency} onChange={(currency) => set({ currency })}>{currencies.map((each) => <option key={each}>{each}</option>)}</Choice>
        <Choice label={t('new.phases')} value={site.phases} onChange={(phases) => set({ phases })}><option>1</option><option>3</option></Choice>
        <Field label={t('new.latitude')} unit="°" type="number" step="any" min={-90} max={90} value={site.latitude} onChange={(latitude) => set({ latitude })} required />
        <Field label={t('new.longitude')} unit="°" type="number" step="any" min={-180} max={180} value={site.longitude} onChange={(longitude) => set({ longitude })} required />
        <Field label={t('house.fuse')} unit="A" type="number" step="any" min={1} max={1000} value={site.fuse} onChange={(fuse) => set({ fuse })} required />
        <Field label={t('house.export')} unit="kW" type="number" step="any" min={0} value={site.limit} onChange={(limit) => set({ limit })} required />
      </div>
    </Form>
  );
}
