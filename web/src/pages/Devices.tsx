import { useState } from 'react';
import { request, rest } from '../data/http';
import { useQuery } from '../data/query';
import type { Device, Register } from '../data/types';
import { fullName, useFormat } from '../format';
import { useWords } from '../i18n';
import { go, url } from '../router';
import { useMay, useSite } from '../session';
import { Card } from '../components/Card';
import { Link } from '../components/Link';
import { Icon } from '../components/Icon';
import { Empty, Rows } from '../components/States';
import { say, sayError } from '../components/Toasts';
import { AddDevice } from './AddDevice';

const budget = 100;

/** The registry: what is there, when it last answered, how much was written to it; one device opens with its registers. */
export default function Devices({ device }: { device: string | null }) {
  const site = useSite();
  const { t, code } = useWords();
  const format = useFormat();
  const may = useMay('installer');
  const list = useQuery<Device[]>(rest('vw_device', { site_id: `eq.${site.site_id}`, order: 'device' }), { every: 5000 });
  const chosen = list.data?.find((each) => each.device === device);
  return (
    <div className="stack">
      <h1>{t('page.devices')}</h1>
      <Rows query={list} empty={t('devices.none')}>{(rows) => (
        <ul className="devices">{rows.map((row) => (
          <li key={row.device}><Link className={`card device ${row.device === device ? 'chosen' : ''}`} href={url(site.site_id, 'devices', row.device === device ? '' : `/${encodeURIComponent(row.device)}`)} aria-expanded={row.device === device}>
            <b>{row.device}</b>
            <span className="muted">{code('class', row.class)} · {fullName(row.vendor, row.model_name)}</span>
            <span className="row"><State row={row} /><small className="muted">{t('devices.seen', { ago: format.ago(row.last_seen_at) })}</small></span>
            {row.most_writes_today != null && <small className="muted">{t('devices.writes', { n: row.writes_today ?? 0, most: row.most_writes_today, budget })}</small>}
          </Link></li>
        ))}</ul>
      )}</Rows>
      {device !== null && list.data && (chosen ? <Detail row={chosen} changed={list.reload} /> : <Empty>{t('devices.unknown', { device })}</Empty>)}
      {may && device === null && <AddDevice added={(next) => { list.reload(); go(url(site.site_id, 'devices', `/${encodeURIComponent(next)}`)); }} />}
    </div>
  );
}

function State({ row }: { row: Device }) {
  const { t } = useWords();
  if (!row.enabled) return <span className="chip">{t('devices.off')}</span>;
  if (!row.validated) return <span className="chip warn">{t('devices.unvalidated')}</span>;
  if (row.silent) return <span className="chip bad">{t('devices.silent')}</span>;
  return <span className="chip good">{row.control_state === 'controlled' ? t('devices.controlled') : t('devices.ok')}</span>;
}

function Detail({ row, changed }: { row: Device; changed: () => void }) {
  const site = useSite();
  const { t } = useWords();
  const format = useFormat();
  const may = useMay('installer');
  const [busy, setBusy] = useState(false);
  const [find, setFind] = useState('');
  const registers = useQuery<Register[]>(rest('vw_page_register', { site_id: `eq.${site.site_id}`, device: `eq.${row.device}`, order: 'address,point' }), { every: 10000 });
  const validate = async (validated: boolean) => {
    setBusy(true);
    try {
      await request('POST', `/api/v1/sites/${encodeURIComponent(site.site_id)}/devices/${encodeURIComponent(row.device)}/validate`, { validated });
      say(t(validated ? 'devices.validated' : 'devices.withdrawn', { device: row.device }));
      changed();
    } catch (error) { sayError(error); } finally { setBusy(false); }
  };
  const facts: [string, string | null][] = [
    [t('devices.address'), `${row.host}:${row.port}${row.unit_id == null ? '' : ` #${row.unit_id}`}`], [t('devices.serial'), row.serial_number], [t('devices.firmware'), row.firmware_version],
    [t('devices.first'), row.first_seen_at && format.dateTime(row.first_seen_at)], [t('devices.vouched'), row.validated_at && `${format.dateTime(row.validated_at)} · ${row.validated_by ?? ''}`],
  ];
  return (
    <Card title={row.device} aside={may ? <button type="button" disabled={busy} onClick={() => void validate(!row.validated)}><Icon name={row.validated ? 'close' : 'check'} size={18} />{t(row.validated ? 'devices.withdraw' : 'devices.validate')}</button> : undefined}>
      <dl className="facts">{facts.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      {row.note && <p className="muted">{row.note}</p>}
      <h3>{t('devices.registers')}</h3>
      <label className="field"><span className="hidden">{t('devices.find')}</span><input type="search" placeholder={t('devices.find')} value={find} onChange={(event) => setFind(event.target.value)} /></label>
      <Rows query={registers} empty={t('devices.noregisters')}>{(rows) => (
        <div className="scroll" tabIndex={0} role="group" aria-label={t('devices.registers')}>
          <table>
            <thead><tr><th scope="col">{t('devices.point')}</th><th scope="col">{t('devices.at')}</th><th scope="col" className="num">{t('word.value')}</th><th scope="col" className="num">{t('devices.wanted')}</th><th scope="col" className="num">{t('devices.owner')}</th><th scope="col">{t('devices.read')}</th></tr></thead>
            <tbody>{rows.filter((each) => each.point.includes(find.trim().toLowerCase().replace(/\s+/g, '_'))).map((each) => (
              <tr key={each.point} className={each.suspect ? 'suspect' : ''}>
                <td><code>{each.point}</code></td><td className="muted">{each.address ?? each.path} <small>{each.access}</small></td>
                <td className="num">{each.label ?? format.number(each.value, 2)} {each.label ? '' : each.unit}</td><td className="num">{format.number(each.wanted, 2)}</td><td className="num">{format.number(each.owner_value, 2)}</td>
                <td className="muted">{format.ago(each.read_at)}</td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      )}</Rows>
    </Card>
  );
}
