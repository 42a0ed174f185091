import { useState } from 'react';
import { request, rest } from '../data/http';
import { useQuery } from '../data/query';
import type { Alert, Now } from '../data/types';
import { useFormat } from '../format';
import { useWords } from '../i18n';
import { useMay, useSite } from '../session';
import { Card } from '../components/Card';
import { Icon } from '../components/Icon';
import { Rows } from '../components/States';
import { say, sayError } from '../components/Toasts';

/** What needs a person: said, acknowledged, ended. */
export default function Alerts({ now }: { now: Now | undefined }) {
  const site = useSite();
  const { t, code } = useWords();
  const format = useFormat();
  const may = useMay('operator');
  const mayReset = useMay('installer');
  const [past, setPast] = useState(false);
  const [busy, setBusy] = useState(false);
  const alerts = useQuery<Alert[]>(rest('vw_alert', { site_id: `eq.${site.site_id}`, order: 'opened_at.desc', limit: 100, ...(past ? {} : { state: 'neq.resolved' }) }), { every: 5000, on: ['alert'] });
  const act = async (path: string, done: string) => {
    setBusy(true);
    try {
      await request('POST', `/api/v1/sites/${encodeURIComponent(site.site_id)}/${path}`, {});
      say(done);
      alerts.reload();
    } catch (error) { sayError(error); } finally { setBusy(false); }
  };
  return (
    <div className="stack">
      <h1>{t('page.alerts')}</h1>
      {now?.locked && (
        <div className="problem" role="alert"><strong><Icon name="lock" size={18} /> {t('banner.locked')}</strong><p>{t('alerts.lock')}</p>
          {mayReset && <button type="button" className="danger" disabled={busy} onClick={() => void act('safety-lock/reset', t('alerts.unlocked'))}>{t('alerts.reset')}</button>}</div>
      )}
      <Card title={past ? t('alerts.all') : t('alerts.now')} aside={<button type="button" aria-pressed={past} onClick={() => setPast(!past)}>{t('alerts.past')}</button>}>
        <div aria-live="polite"><Rows query={alerts} empty={<span className="fine"><Icon name="check" />{t('alerts.none')}</span>}>{(rows) => (
          <ul className="alerts long">{rows.map((alert) => (
            <li key={alert.alert_id} className={alert.severity}>
              <Icon name="warn" />
              <span>
                <b>{alert.title}</b> {alert.subject && <code>{alert.subject}</code>} <span className={`chip ${alert.state === 'open' ? 'warn' : alert.state === 'resolved' ? 'good' : ''}`}>{code('state', alert.state)}</span>
                <br />{alert.message}{alert.help && <small>{alert.help}</small>}
                <small>{format.dateTime(alert.opened_at)}{alert.occurrences > 1 && ` · ${alert.occurrences}×`}{alert.acknowledged_by && ` · ${t('alerts.by', { who: alert.acknowledged_by })}`}</small>
                {may && alert.state !== 'resolved' && <span className="row acts">
                  {alert.state === 'open' && <button type="button" disabled={busy} onClick={() => void act(`alerts/${alert.alert_id}/acknowledge`, t('alerts.acknowledged'))}>{t('alerts.acknowledge')}</button>}
                  {alert.code !== 'safety_lock' && <button type="button" disabled={busy} onClick={() => void act(`alerts/${alert.alert_id}/resolve`, t('alerts.resolved'))}>{t('alerts.resolve')}</button>}
                </span>}
              </span>
            </li>
          ))}</ul>
        )}</Rows></div>
      </Card>
    </div>
  );
}
