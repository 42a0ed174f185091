import { rest } from '../data/http';
import { useQuery } from '../data/query';
import type { Device, Now } from '../data/types';
import { useWords, type Key } from '../i18n';
import { url, type Page } from '../router';
import { useMay, useSite } from '../session';
import { Card } from './Card';
import { Icon } from './Icon';
import { JobButton } from './JobButton';
import { Link } from './Link';

/** The first run: house, tariff, devices, first plan; gone once there is a plan. */
export function FirstSteps({ now }: { now: Now }) {
  const site = useSite();
  const { t } = useWords();
  const may = useMay('operator');
  const devices = useQuery<Device[]>(now.planning_run_id == null ? rest('vw_device', { site_id: `eq.${site.site_id}`, enabled: 'is.true' }) : null, { every: 5000 });
  if (now.planning_run_id != null || !devices.data) return null;
  const steps: [Key, boolean, Page, string][] = [
    ['first.house', true, 'settings', ''], ['first.tariff', now.buy_per_kwh != null, 'settings', '/tariff'],
    ['first.devices', devices.data.length > 0 && devices.data.every((device) => device.validated), 'devices', ''], ['first.plan', false, 'plan', ''],
  ];
  return (
    <Card className="wide" title={t('first.title')}>
      <ol className="steps">{steps.map(([key, done, page, rest]) => (
        <li key={key} className={done ? 'done' : ''}><span className="mark">{done && <Icon name="check" size={16} />}</span><Link href={url(site.site_id, page, rest)}>{t(key)}</Link><span className="hidden">{t(done ? 'first.done' : 'first.open')}</span></li>
      ))}</ol>
      {may && <div className="row"><JobButton path="prices/import" label="plan.prices" icon="download" /><JobButton path="plan/run?type=daily" label="plan.replan" icon="refresh" /></div>}
    </Card>
  );
}
