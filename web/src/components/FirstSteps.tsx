import { rest } from '../data/http';
import { useQuery } from '../data/query';
import type { Device, Now } from '../data/types';
import { useWords } from '../i18n';
import { url } from '../router';
import { useMay, useSite } from '../session';
import { Card } from './Card';
import { JobButton } from './JobButton';
import { Steps } from './Steps';

/** The first run of a house: tariff, devices, first plan; gone once there is a plan for something that is measured (prices alone make one, too). */
export function FirstSteps({ now }: { now: Now }) {
  const site = useSite();
  const { t } = useWords();
  const may = useMay('operator');
  const runs = now.planning_run_id != null && now.signal != null;
  const devices = useQuery<Device[]>(runs ? null : rest('vw_device', { site_id: `eq.${site.site_id}`, enabled: 'is.true' }), { every: 5000 });
  if (runs || !devices.data) return null;
  return (
    <Card className="wide" title={t('first.title')}>
      <Steps steps={[
        { key: 'first.house', done: true, href: url(site.site_id, 'settings') }, { key: 'first.tariff', done: now.buy_per_kwh != null, href: url(site.site_id, 'settings', '/tariff') },
        { key: 'first.devices', done: devices.data.length > 0 && devices.data.every((device) => device.validated), href: url(site.site_id, 'devices') }, { key: 'first.plan', done: false, href: url(site.site_id, 'plan') },
      ]} />
      {may && <div className="row"><JobButton path="prices/import" label="plan.prices" icon="download" /><JobButton path="plan/run?type=daily" label="plan.replan" icon="refresh" /></div>}
    </Card>
  );
}
