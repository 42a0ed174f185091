import { useMemo } from 'react';
import { rest, requestText } from '../data/http';
import { useQuery } from '../data/query';
import type { Latest, SeriesPoint } from '../data/types';
import { useFormat } from '../format';
import { useWords } from '../i18n';
import { setQuery, useUrl } from '../router';
import { useSite } from '../session';
import { Card } from '../components/Card';
import { Icon } from '../components/Icon';
import { Loading, Problem, Rows } from '../components/States';
import { TimeChart, type Series } from '../charts/TimeChart';
import { sayError } from '../components/Toasts';

const hour = 3600000;
const spans: [string, number][] = [['1h', hour], ['6h', 6 * hour], ['24h', 24 * hour], ['7d', 168 * hour], ['30d', 720 * hour], ['1y', 8760 * hour]];

/** Any metric over any time: the server chooses how finely, gaps stay gaps. */
export default function Telemetry() {
  const site = useSite();
  const { t } = useWords();
  const latest = useQuery<Latest[]>(rest('vw_latest_telemetry', { site_id: `eq.${site.site_id}`, order: 'device,metric' }), { every: 5000, on: ['telemetry'] });
  return (
    <div className="stack">
      <h1>{t('page.telemetry')}</h1>
      <Rows query={latest} empty={t('telemetry.none')}>{(rows) => <Explorer rows={rows} />}</Rows>
    </div>
  );
}

function Explorer({ rows }: { rows: Latest[] }) {
  const site = useSite();
  const { t } = useWords();
  const format = useFormat();
  const query = useUrl().searchParams;
  const row = rows.find((each) => each.device === query.get('device') && each.metric === query.get('metric')) ?? rows.find((each) => each.metric === 'grid_power_w' && each.device.startsWith('meter')) ?? rows.find((each) => each.metric === 'grid_power_w') ?? (rows[0] as Latest);
  const span = spans.find(([name]) => name === query.get('span'))?.[1] ?? 24 * hour;
  const fixed = query.get('from') !== null && query.get('to') !== null;
  const minute = Math.ceil(Date.now() / 60000) * 60000;
  const to = fixed ? new Date(query.get('to') as string).getTime() : minute;
  const from = fixed ? new Date(query.get('from') as string).getTime() : minute - span;
  const parameters = { p_site_id: site.site_id, p_device: row.device, p_metric: row.metric, p_from: new Date(from).toISOString(), p_to: new Date(to).toISOString(), p_points: Number(query.get('points')) || (window.innerWidth < 700 ? 800 : 2000) };
  const points = useQuery<SeriesPoint[]>(rest('rpc/telemetry_series', parameters));
  const series = useMemo<Series[]>(() => {
    const data = points.data ?? [];
    const middle = (point: SeriesPoint) => new Date(point.starts_at).getTime() + point.level_s * 500;
    const spread = (data[0]?.level_s ?? 0) > 0;
    return [
      ...(spread ? [{ label: t('telemetry.highest'), color: 'grid', points: data.map((p) => ({ x: middle(p), y: p.highest })), thin: true, dash: true },
        { label: t('telemetry.lowest'), color: 'grid', points: data.map((p) => ({ x: middle(p), y: p.lowest })), band: true }] : []),
      { label: spread ? t('telemetry.mean') : t('word.value'), color: 'grid', points: data.map((p) => ({ x: middle(p), y: p.mean })) },
    ];
  }, [points.data, t]);
  const level = points.data?.[0]?.level_s ?? 0;
  const move = (start: number, end: number) => {
    const late = Math.min(end, Date.now());
    setQuery({ from: new Date(late - (end - start)).toISOString(), to: new Date(late).toISOString(), span: null }, false);
  };
  const width = to - from;
  const csv = async () => {
    try {
      const text = await requestText('GET', rest('rpc/telemetry_series', { ...parameters, p_points: 20000 }), undefined, { Accept: 'text/csv' });
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
      link.download = `${site.site_id}-${row.device}-${row.metric}.csv`;
      link.click();
      URL.revokeObjectURL(link.href);
    } catch (error) { sayError(error); }
  };
  const devices = [...new Set(rows.map((each) => each.device))];
  return (
    <>
      <Card title={t('telemetry.what')}>
        <div className="pair">
          <label className="field"><span>{t('word.device')}</span>
            <select value={row.device} onChange={(event) => setQuery({ device: event.target.value, metric: rows.find((each) => each.device === event.target.value)?.metric ?? null })}>
              {devices.map((each) => <option key={each}>{each}</option>)}</select></label>
          <label className="field"><span>{t('word.metric')}</span>
            <select value={row.metric} onChange={(event) => setQuery({ device: row.device, metric: event.target.value })}>
              {rows.filter((each) => each.device === row.device).map((each) => <option key={each.metric} value={each.metric}>{each.metric}</option>)}</select></label>
        </div>
        <p className="last"><b className="big">{row.label ?? format.number(row.value, 2)}</b> {row.label ? '' : row.unit} <span className={row.stale ? 'age stale' : 'age'}>{row.stale ? `${t('tag.stale')} · ` : ''}{format.ago(row.measured_at)}</span>{row.suspect && <span className="chip warn">{t('tag.suspect')}</span>}</p>
      </Card>
      <Card title={`${row.device} · ${row.metric}`} aside={<button type="button" onClick={() => void csv()}><Icon name="download" size={18} />CSV</button>}>
        <div className="row">
          <span className="choices">{spans.map(([name, length]) => <button key={name} type="button" aria-pressed={!fixed && span === length} onClick={() => setQuery({ span: name, from: null, to: null })}>{name}</button>)}</span>
          <span className="row">
            <button type="button" aria-label={t('telemetry.earlier')} onClick={() => move(from - width / 2, to - width / 2)}><Icon name="left" /></button>
            <button type="button" aria-label={t('telemetry.closer')} onClick={() => move(from + width / 4, to - width / 4)}>+</button>
            <button type="button" aria-label={t('telemetry.wider')} onClick={() => move(from - width / 2, to + width / 2)}>−</button>
            <button type="button" aria-label={t('telemetry.later')} disabled={to >= Date.now()} onClick={() => move(from + width / 2, to + width / 2)}><Icon name="right" /></button>
          </span>
        </div>
        {points.error && !points.data ? <Problem error={points.error} retry={points.reload} /> : !points.data ? <Loading /> : points.data.some((point) => point.mean != null) ? (
          <TimeChart series={series} from={from} to={to} now={Date.now()} height="h340" label={`${row.device} ${row.metric}`} value={(y) => `${format.number(y, 2)} ${row.unit}`} tick={(y) => format.number(y, 2)} onRange={move} />
        ) : <p className="empty">{t('telemetry.nothing')}</p>}
        <p className="muted"><small>{format.dateTime(from)} – {format.dateTime(to)} · {level === 0 ? t('telemetry.raw') : level < 3600 ? `${level / 60} min` : level < 86400 ? '1 h' : '1 d'} · {t('telemetry.drag')}</small></p>
      </Card>
    </>
  );
}
