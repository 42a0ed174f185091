import { useEffect, useState, type FormEvent } from 'react';
import { request, rest } from '../data/http';
import { useQuery } from '../data/query';
import type { Now, Override } from '../data/types';
import { useFormat } from '../format';
import { useWords } from '../i18n';
import { setQuery, useUrl } from '../router';
import { useMay, useSite } from '../session';
import { Card } from '../components/Card';
import { Field } from '../components/Field';
import { Icon } from '../components/Icon';
import { Empty, Loading, Problem, Rows } from '../components/States';
import { say, sayError } from '../components/Toasts';

const kinds = ['battery_charge', 'battery_hold', 'battery_discharge', 'car_now', 'car_pause', 'heat_boost', 'heat_reduce', 'export_stop', 'hands_off'] as const;
type Kind = (typeof kinds)[number];
const strong: Kind[] = ['battery_charge', 'battery_discharge', 'car_now'];
const priced: Kind[] = ['battery_charge', 'battery_hold', 'battery_discharge', 'car_now', 'car_pause', 'heat_boost', 'heat_reduce'];
const spans = [15, 30, 60, 120, 240, 480];

/** What a person wants instead of the plan, for how long, and what it will cost before it is said. */
export default function Control({ now }: { now: Now | undefined }) {
  const site = useSite();
  const { t, code } = useWords();
  const format = useFormat();
  const may = useMay('operator');
  const list = useQuery<Override[]>(rest('vw_override', { site_id: `eq.${site.site_id}`, order: 'created_at.desc', limit: 20 }), { every: 5000, on: ['command', 'plan'] });
  const [ending, setEnding] = useState<number | null>(null);
  const cancel = async (id: number) => {
    setEnding(id);
    try {
      await request('DELETE', `/api/v1/sites/${encodeURIComponent(site.site_id)}/overrides/${id}`);
      say(t('control.cancelled'));
      list.reload();
    } catch (error) { sayError(error); } finally { setEnding(null); }
  };
  const active = (row: Override) => !row.cancelled_at && new Date(row.ends_at).getTime() > Date.now();
  return (
    <div className="stack">
      <h1>{t('page.control')}</h1>
      <div className="stack two">
        {may ? (now ? <Wish now={now} made={list.reload} /> : <Loading />) : <Card title={t('control.new')}><Empty>{t('error.forbidden')}</Empty></Card>}
        <Card title={t('control.active')}>
          <Rows query={list} empty={t('control.none')}>{(rows) => (
            <ul className="overrides">
              {!rows.some(active) && <li><Empty>{t('control.none')}</Empty></li>}
              {rows.filter((row) => active(row)).map((row) => (
                <li key={row.override_id} className="active">
                  <span><b>{code('kind', row.kind)}</b>{row.power_w != null && ` · ${format.power(row.power_w)}`}{row.energy_wh != null && ` · ${format.energy(row.energy_wh)}`}
                    <small className="muted">{t('control.until', { at: format.dateTime(row.ends_at), who: row.author })}{row.reason && ` – ${row.reason}`}</small></span>
                  {may && <button type="button" className="danger" disabled={ending === row.override_id} onClick={() => void cancel(row.override_id)}><Icon name="close" size={18} />{t('control.cancel')}</button>}
                </li>
              ))}
              {rows.some((row) => !active(row)) && <li><h3>{t('control.past')}</h3></li>}
              {rows.filter((row) => !active(row)).slice(0, 8).map((row) => (
                <li key={row.override_id}><span>{code('kind', row.kind)} <small className="muted">{format.dateTime(row.starts_at)} – {format.time(row.cancelled_at ?? row.ends_at)} · {row.author}{row.cancelled_at && ` · ${t('control.wascancelled')}`}</small></span></li>
              ))}
            </ul>
          )}</Rows>
        </Card>
      </div>
    </div>
  );
}

interface Preview { cost: number; energy_wh: number; power_w: number; known_until: string }

function Wish({ now, made }: { now: Now; made: () => void }) {
  const site = useSite();
  const { t, code } = useWords();
  const format = useFormat();
  const query = useUrl().searchParams;
  const possible = kinds.filter((each) => (each.startsWith('battery') ? now.capacity_wh != null : each.startsWith('car') ? now.signal?.includes('ev_w') : each.startsWith('heat') ? now.signal?.includes('heat_pump_w') : true));
  const kind = possible.find((each) => each === query.get('kind')) ?? possible[0] ?? 'hands_off';
  const [minutes, setMinutes] = useState(60);
  const [kilowatts, setKilowatts] = useState('');
  const [kilowattHours, setKilowattHours] = useState('');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const isStrong = strong.includes(kind);
  const power = isStrong && Number(kilowatts) > 0 ? Number(kilowatts) * 1000 : null;
  const energy = isStrong && Number(kilowattHours) > 0 ? Number(kilowattHours) * 1000 : null;
  const [end, setEnd] = useState(() => Date.now() + 3600000);
  useEffect(() => {
    const set = () => setEnd(Math.ceil((Date.now() + minutes * 60000) / 60000) * 60000);
    set();
    const timer = window.setInterval(set, 60000);
    return () => window.clearInterval(timer);
  }, [minutes]);
  const preview = useQuery<Preview[]>(!priced.includes(kind) ? null : rest('rpc/override_preview', {
    p_site_id: site.site_id, p_kind: kind, p_ends_at: new Date(end).toISOString(), ...(power ? { p_power_w: power } : {}), ...(energy ? { p_energy_wh: energy } : {}),
  }));
  const cost = preview.data?.[0];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await request('POST', `/api/v1/sites/${encodeURIComponent(site.site_id)}/overrides`, {
        kind, ends_at: new Date(end).toISOString(), reason: reason.trim() || code('kind', kind), ...(power ? { power_w: power } : {}), ...(energy ? { energy_wh: energy } : {}),
      });
      say(t('control.made', { kind: code('kind', kind), at: format.time(end) }));
      setReason('');
      made();
    } catch (error) { sayError(error); } finally { setBusy(false); }
  };
  return (
    <Card title={t('control.new')}>
      <form onSubmit={(event) => void submit(event)}>
        <fieldset><legend>{t('control.what')}</legend>
          <div className="choices">{possible.map((each) => <button key={each} type="button" aria-pressed={kind === each} onClick={() => setQuery({ kind: each })}>{code('kind', each)}</button>)}</div>
        </fieldset>
        <fieldset><legend>{t('control.howlong')} <small className="muted">{t('control.till', { at: format.dateTime(end) })}</small></legend>
          <div className="choices">{spans.map((each) => <button key={each} type="button" aria-pressed={minutes === each} onClick={() => setMinutes(each)}>{each < 60 ? `${each} min` : `${each / 60} h`}</button>)}</div>
        </fieldset>
        {isStrong && <div className="pair">
          <Field label={t('control.power')} unit="kW" type="number" min={0.1} max={100} step="any" value={kilowatts} onChange={setKilowatts} hint={t('control.power.hint')} />
          <Field label={t('control.energy')} unit="kWh" type="number" min={0.1} max={200} step="any" value={kilowattHours} onChange={setKilowattHours} hint={t('control.energy.hint')} />
        </div>}
        <Field label={t('control.reason')} value={reason} onChange={setReason} hint={t('control.reason.hint')} />
        <div className="cost" aria-live="polite">
          {!priced.includes(kind) ? <p className="muted">{t('control.unpriced')}</p>
            : preview.error ? <Problem error={preview.error} />
            : !cost ? <p className="muted">{t('state.loading')}</p>
            : <p>{Math.abs(cost.cost) < 0.01 ? t('control.free') : cost.cost > 0 ? t('control.dearer', { cost: format.money(cost.cost) }) : t('control.cheaper', { cost: format.money(-cost.cost) })}
              <small className="muted"> {t(cost.energy_wh < 0 ? 'control.less' : 'control.more', { energy: format.energy(Math.abs(cost.energy_wh)) })}</small></p>}
        </div>
        <button type="submit" className="primary" disabled={busy} aria-busy={busy}>{t('control.confirm', { kind: code('kind', kind) })}</button>
        {now.control_mode !== 'control' && <p className="muted">{t('banner.observe')}</p>}
      </form>
    </Card>
  );
}
