import { rest } from '../data/http';
import { useQuery } from '../data/query';
import type { Alert, Now, Slot } from '../data/types';
import { useFormat } from '../format';
import { useWords } from '../i18n';
import { url } from '../router';
import { useMay, useSite } from '../session';
import { Card, Figure } from '../components/Card';
import { Icon } from '../components/Icon';
import { Link } from '../components/Link';
import { FirstSteps } from '../components/FirstSteps';
import { PowerFlow } from '../components/PowerFlow';
import { PriceStrip } from '../components/PriceStrip';

/** The house at a glance: what flows, what it costs, what the system does and why. */
export function Dashboard({ now }: { now: Now }) {
  const site = useSite();
  const { t, code } = useWords();
  const format = useFormat();
  const may = useMay('operator');
  const slots = useQuery<Slot[]>(rest('vw_page_timeline', { site_id: `eq.${site.site_id}`, ends_at: `gt.${threeHoursAgo()}`, order: 'starts_at' }), { every: 60000, on: ['plan'] });
  const alerts = useQuery<Alert[]>(rest('vw_alert', { site_id: `eq.${site.site_id}`, state: 'neq.resolved', order: 'opened_at.desc', limit: 3 }), { every: 15000, on: ['alert'] });
  const at = Date.now();
  const stale = now.stale ?? [];
  return (
    <div className="dashboard">
      <h1 className="hidden">{t('page.dashboard')}</h1>
      <FirstSteps now={now} />
      <Card className="hero" title={t('dashboard.now')} aside={<span className={stale.length ? 'age stale' : 'age'}>{stale.length ? t('dashboard.stale', { n: stale.length }) : format.ago(now.measured_at, at)}</span>}>
        <PowerFlow now={now} />
        <Sentence now={now} />
      </Card>
      <Card className="soc" title={t('node.battery')} aside={now.soc_pct != null && now.capacity_wh != null ? <span className="age">{t('dashboard.of', { kwh: format.energy(now.capacity_wh) })}</span> : undefined}>
        <SocGauge now={now} slots={slots.data ?? []} at={at} />
      </Card>
      <Card className="price" title={t('dashboard.price')} aside={<span className="age">{format.priceUnit}</span>}>
        <div className="pricenow">
          <p className={`big ${now.dearer == null ? '' : now.dearer < 0.34 ? 'good' : now.dearer > 0.66 ? 'bad' : ''}`}>{format.price(now.buy_per_kwh)}</p>
          <dl className="figures">
            <Figure label={t('price.next')} value={format.price(now.next_buy_per_kwh)} />
            <Figure label={t('price.sell')} value={format.price(now.sell_per_kwh)} />
            <Figure label={t('price.range')} value={<span className="nowrap">{`${format.price(now.lowest_per_kwh)}–${format.price(now.highest_per_kwh)}`}</span>} />
          </dl>
        </div>
        {now.buy_per_kwh == null && <p className="empty">{t('price.none')}</p>}
        {slots.data && <PriceStrip slots={slots.data} at={at} />}
      </Card>
      <Card className="today" title={t('dashboard.today')} aside={<Link className="more" href={url(site.site_id, 'savings')}>{t('page.savings')}<Icon name="right" size={16} /></Link>}>
        {now.today_cost == null ? <p className="empty">{t('dashboard.noaudit')}</p> : (
          <dl className="figures wide">
            <Figure label={now.today_cost < 0 ? t('today.earned') : t('today.cost')} value={format.money(Math.abs(now.today_cost))} />
            <Figure label={t('today.saved')} value={format.money(now.today_saved)} tone={(now.today_saved ?? 0) > 0 ? 'good' : undefined} />
            <Figure label={t('today.self')} value={format.percent(now.today_self_sufficiency_pct)} />
            <Figure label={t('today.pv')} value={format.energy(now.today_pv_wh)} />
            <Figure label={t('today.load')} value={format.energy(now.today_load_wh)} />
            <Figure label={t('today.import')} value={format.energy(now.today_import_wh)} />
          </dl>
        )}
      </Card>
      <Card className="alertcard" title={t('page.alerts')} aside={<Link className="more" href={url(site.site_id, 'alerts')}>{t('action.all')}<Icon name="right" size={16} /></Link>}>
        {!alerts.data?.length ? <p className="fine"><Icon name="check" />{t('alerts.none')}</p> : (
          <ul className="alerts short">{alerts.data.map((alert) => (
            <li key={alert.alert_id} className={alert.severity}><Icon name="warn" /><span><b>{alert.title}</b>{alert.subject && ` · ${alert.subject}`}<small>{format.ago(alert.opened_at, at)}</small></span></li>
          ))}</ul>
        )}
      </Card>
      {may && (
        <Card className="quick" title={t('page.control')} aside={<Link className="more" href={url(site.site_id, 'control')}>{t('action.all')}<Icon name="right" size={16} /></Link>}>
          <div className="row">
            {(['battery_charge', 'battery_hold', 'car_now', 'heat_boost'] as const).filter((kind) => kind.startsWith('battery') ? now.capacity_wh != null : now.signal?.includes(kind === 'car_now' ? 'ev_w' : 'heat_pump_w')).map((kind) => (
              <Link key={kind} className="button" href={url(site.site_id, 'control', `?kind=${kind}`)}><Icon name={kind.startsWith('car') ? 'car' : kind.startsWith('heat') ? 'heat' : 'battery'} size={18} />{code('kind', kind)}</Link>
            ))}
          </div>
        </Card>
      )}
    </div>
  );
}

/** Instant of the quarter-hour three hours ago: enough of the past to see where now stands. */
function threeHoursAgo(): string {
  const width = 900000;
  return new Date((Math.floor(Date.now() / width) - 12) * width).toISOString();
}

/** What the battery does, who wanted it, why, and until when: read out when it changes. */
function Sentence({ now }: { now: Now }) {
  const { t, code } = useWords();
  const format = useFormat();
  const mode = now.battery_mode ?? now.plan_mode;
  const by = now.battery_author && now.battery_author !== 'plan';
  return (
    <p className="sentence" aria-live="polite">
      {!mode ? t('dashboard.noplan') : <>
        <b>{code('mode', mode)}</b>
        {by ? ` – ${t('dashboard.by', { who: now.battery_author ?? '', why: now.battery_reason ?? '' })}` : `: ${code('reason', now.plan_reason)}.`}
        {now.change_at && <span className="then"> {t('dashboard.then', { at: format.time(now.change_at), mode: code('mode', now.change_mode) })}</span>}
      </>}
    </p>
  );
}

/** State of charge as an arc, and the way the plan wants it to go. */
function SocGauge({ now, slots, at }: { now: Now; slots: Slot[]; at: number }) {
  const { t } = useWords();
  const format = useFormat();
  if (now.capacity_wh == null) return <p className="empty">{t('dashboard.nobattery')}</p>;
  const length = Math.PI * 80;
  const soc = now.soc_pct;
  const ahead = slots.filter((slot) => new Date(slot.ends_at).getTime() > at && slot.plan_soc_pct != null);
  const first = ahead[0] ? new Date(ahead[0].starts_at).getTime() : 0;
  const last = ahead.length ? new Date((ahead[ahead.length - 1] as Slot).ends_at).getTime() : 1;
  const points = [`0,${60 - (soc ?? 0) * 0.56}`, ...ahead.map((slot) => `${(((new Date(slot.ends_at).getTime() - first) / (last - first)) * 240).toFixed(1)},${(60 - (slot.plan_soc_pct as number) * 0.56).toFixed(1)}`)].join(' ');
  return (
    <div className="gauge">
      <svg viewBox="0 0 200 116" role="img" aria-label={t('dashboard.soc', { soc: format.percent(soc) })}>
        <path className="rail" d="M20 104 A80 80 0 0 1 180 104" />
        {soc != null && <path className="level" d="M20 104 A80 80 0 0 1 180 104" strokeDasharray={`${(length * soc) / 100} ${length}`} />}
        {now.soc_min_pct != null && <path className="reserve" d="M20 104 A80 80 0 0 1 180 104" strokeDasharray={`${(length * now.soc_min_pct) / 100} ${length}`} />}
        <text className="number" x="100" y="88">{format.percent(soc)}</text>
        <text className="below" x="100" y="108">{now.battery_w == null || Math.abs(now.battery_w) < 30 ? t('battery.rests') : `${t(now.battery_w > 0 ? 'battery.charges' : 'battery.gives')} ${format.power(Math.abs(now.battery_w))}`}</text>
      </svg>
      {ahead.length > 2 && (
        <figure>
          <svg viewBox="0 0 240 76" role="img" aria-label={t('dashboard.socplan')}>
            <polygon points={`0,60 ${points} 240,60`} /><polyline points={points} />
            <text x="0" y="74">{format.time(first)}</text><text className="end" x="240" y="74">{format.dateTime(last)}</text>
          </svg>
          <figcaption>{t('dashboard.socplan')}</figcaption>
        </figure>
      )}
    </div>
  );
}
