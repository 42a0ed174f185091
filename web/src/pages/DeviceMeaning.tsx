import type { ModelSignal } from '../data/types';
import { useWords, type Key } from '../i18n';
import { Field } from '../components/Field';

type Row = Record<string, unknown>;
export type Configuration = Record<string, Row[] | undefined>;

interface Ask { name: string; word: Key; unit: string; start: string; times: number; hint?: Key }

/** What the planner has to know of a part, and in which section of the configuration it stands. */
const asks: Record<string, { section: string; fields: Ask[] }> = {
  sun: { section: 'pv_planes', fields: [
    { name: 'peak_w', word: 'measures.peak', unit: 'kWp', start: '5', times: 1000 }, { name: 'tilt_deg', word: 'measures.tilt', unit: '°', start: '35', times: 1 },
    { name: 'azimuth_deg', word: 'measures.azimuth', unit: '°', start: '0', times: 1, hint: 'measures.azimuth.hint' }] },
  battery: { section: 'batteries', fields: [
    { name: 'capacity_wh', word: 'measures.capacity', unit: 'kWh', start: '10', times: 1000 }, { name: 'charge_limit_w', word: 'measures.charge', unit: 'kW', start: '5', times: 1000 },
    { name: 'discharge_limit_w', word: 'measures.discharge', unit: 'kW', start: '5', times: 1000 }] },
  car: { section: 'chargers', fields: [{ name: 'highest_a', word: 'measures.current', unit: 'A', start: '16', times: 1 }] },
  heat: { section: 'heat_pumps', fields: [
    { name: 'min_w', word: 'measures.least', unit: 'kW', start: '1.2', times: 1000 }, { name: 'max_w', word: 'measures.most', unit: 'kW', start: '5', times: 1000 },
    { name: 'loss_w_per_k', word: 'measures.loss', unit: 'W/K', start: '180', times: 1 }, { name: 'store_wh_per_k', word: 'measures.store', unit: 'Wh/K', start: '4000', times: 1 }] },
};

const partsOf = (signals: ModelSignal[]) => [...new Set(signals.map((each) => each.part))];

/** Parts of the house that nothing measures yet; the sun adds up. */
export const openParts = (signals: ModelSignal[], house: Configuration) => partsOf(signals).filter((part) => part === 'sun'
  || !signals.filter((each) => each.part === part).every((each) => (house.signals ?? []).some((row) => row.signal === each.signal)));

/** The sections of a configuration that say what a new device means for the house. */
export function meaning(device: string, signals: ModelSignal[], parts: string[], given: Record<string, string>, house: Configuration): Configuration {
  const sections: Configuration = { signals: [...(house.signals ?? []), ...signals.filter((each) => parts.includes(each.part)).map(({ signal, metric }) => ({ signal, device, metric }))] };
  for (const part of parts) {
    const ask = asks[part];
    if (!ask) continue;
    const row = Object.fromEntries(ask.fields.map(({ name, start, times }) => [name, Number(given[name] ?? start) * times]));
    sections[ask.section] = [...(house[ask.section] ?? []), { [part === 'sun' ? 'plane' : 'device']: device, ...row }];
  }
  if (!house.forecasts?.length) sections.forecasts = [{ provider: 'open-meteo', rank: 1 }];
  return sections;
}

interface Props { signals: ModelSignal[]; parts: string[]; setParts: (parts: string[]) => void; given: Record<string, string>; setGiven: (given: Record<string, string>) => void }

/** What a device measures for the house, and the few figures a plan needs of it. */
export function DeviceMeaning({ signals, parts, setParts, given, setGiven }: Props) {
  const { t } = useWords();
  return (
    <fieldset>
      <legend>{t('measures.title')}</legend>
      {partsOf(signals).map((part) => (
        <div key={part}>
          <label className="row"><input type="checkbox" checked={parts.includes(part)} onChange={(event) => setParts(event.target.checked ? [...parts, part] : parts.filter((each) => each !== part))} />{t(`measures.${part}` as Key)}</label>
          {parts.includes(part) && (
            <div className="pair">{asks[part]?.fields.map(({ name, word, unit, start, hint }) => (
              <Field key={name} label={t(word)} unit={unit} type="number" step="any" required value={given[name] ?? start} onChange={(value) => setGiven({ ...given, [name]: value })} {...(hint ? { hint: t(hint) } : {})} />
            ))}</div>
          )}
        </div>
      ))}
    </fieldset>
  );
}
