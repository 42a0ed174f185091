import { useState } from 'react';
import { request, rest } from '../data/http';
import { useQuery } from '../data/query';
import type { Now } from '../data/types';
import { useFormat } from '../format';
import { useWords, type Language } from '../i18n';
import { newHouse } from '../router';
import { useEverywhere, useMay, useMe, useSite } from '../session';
import { Card } from '../components/Card';
import { Link } from '../components/Link';
import { Looks } from '../components/Looks';
import { Rows } from '../components/States';
import { say, sayError } from '../components/Toasts';

interface SiteRow { country: string; market_code: string; latitude_deg: number; longitude_deg: number; phases: number; fuse_a: number | null; export_limit_w: number | null; slot_minutes: number; capacity_wh: number | null; soc_min_pct: number | null; soc_max_pct: number | null }

/** What the house is, and whether the system may act in it. */
export function HouseSettings({ now, speak }: { now: Now | undefined; speak: (language: Language) => void }) {
  const site = useSite();
  const { t } = useWords();
  const { reload } = useMe();
  const format = useFormat();
  const may = useMay('operator');
  const builder = useEverywhere('installer');
  const query = useQuery<SiteRow[]>(rest('vw_site', { site_id: `eq.${site.site_id}` }));
  const [busy, setBusy] = useState(false);
  const mode = now?.control_mode ?? site.control_mode;
  const change = async (next: 'observe' | 'control') => {
    setBusy(true);
    try {
      await request('POST', `/api/v1/sites/${encodeURIComponent(site.site_id)}/control-mode`, { mode: next });
      say(t(next === 'observe' ? 'house.observing' : 'house.controlling'));
      query.reload();
      reload();
    } catch (error) { sayError(error); } finally { setBusy(false); }
  };
  return (
    <div className="stack two">
      <Card title={t('house.control')}>
        <p>{t(mode === 'control' ? 'house.control.on' : 'house.control.off')}</p>
        {may && <button type="button" className={mode === 'control' ? 'danger' : 'primary'} disabled={busy} onClick={() => void change(mode === 'control' ? 'observe' : 'control')}>{t(mode === 'control' ? 'house.stop' : 'house.start')}</button>}
      </Card>
      <Card title={t('settings.looks')}><div className="row"><Looks speak={speak} /></div></Card>
      <Card title={t('settings.house')} className="wide">
        <Rows query={query} empty="–">{([row]) => row && (
          <dl className="facts">
            {([
              [t('house.name'), site.name], [t('house.zone'), site.time_zone], [t('house.market'), `${row.market_code} · ${site.currency}`], [t('house.place'), `${format.number(row.latitude_deg, 3)}, ${format.number(row.longitude_deg, 3)}`],
              [t('house.fuse'), row.fuse_a == null ? null : `${row.phases} × ${format.number(row.fuse_a)} A`], [t('house.export'), row.export_limit_w == null ? null : format.power(row.export_limit_w)],
              [t('house.battery'), row.capacity_wh == null ? null : `${format.energy(row.capacity_wh)} · ${format.percent(row.soc_min_pct)} – ${format.percent(row.soc_max_pct)}`],
            ] as [string, string | null][]).filter(([, value]) => value !== null).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
          </dl>
        )}</Rows>
        <p className="muted"><small>{t('house.edit')}</small></p>
        {builder && <Link className="button" href={newHouse}>{t('new.another')}</Link>}
      </Card>
    </div>
  );
}
