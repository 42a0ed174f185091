import { useState } from 'react';
import { request, rest } from '../data/http';
import { useQuery } from '../data/query';
import type { Job } from '../data/types';
import { useFormat } from '../format';
import { useWords } from '../i18n';
import { useMay, useSite } from '../session';
import { Card } from '../components/Card';
import { Field } from '../components/Field';
import { Form, useSend } from '../components/Form';
import { JobButton } from '../components/JobButton';
import { Problem, Rows } from '../components/States';
import { say } from '../components/Toasts';

/** What runs when, by the clock on the house's wall, how it went, and when it comes again. */
export function Jobs() {
  const site = useSite();
  const list = useQuery<Job[]>(rest('vw_job', { site_id: `eq.${site.site_id}`, order: 'rank' }), { every: 5000, on: ['job'] });
  return <Rows query={list} empty="–">{(rows) => <div className="stack three">{rows.map((row) => <Entry key={row.job} row={row} changed={list.reload} />)}</div>}</Rows>;
}

const tone: Record<string, string> = { done: 'good', failed: 'bad', running: 'warn' };

function Entry({ row, changed }: { row: Job; changed: () => void }) {
  const site = useSite();
  const { t, code } = useWords();
  const format = useFormat();
  const operator = useMay('operator');
  const installer = useMay('installer');
  const { busy, error, send } = useSend();
  const set = async (change: object) => {
    await request('POST', '/rest/rpc/job_set', { p_site_id: site.site_id, p_job: row.job, ...change });
    say(t('jobs.saved'));
    changed();
  };
  const what = code('task', row.job);
  const when = row.local_times ? row.local_times.map(format.wall).join(', ') : t('jobs.every', { span: format.span(row.every_s) });
  const facts: [string, string][] = [
    [t('jobs.when'), when], [t('jobs.next'), row.next_at ? format.dateTime(row.next_at) : t('devices.off')],
    [t('jobs.last'), row.due_at ? format.dateTime(row.started_at ?? row.due_at) : t('jobs.never')], [t('jobs.took'), format.took(row.duration_ms)],
  ];
  return (
    <Card title={what} aside={row.state ? <span className={`chip ${tone[row.state] ?? ''}`}>{code('state', row.state)}</span> : undefined}>
      <dl className="facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      {row.error && row.error_at && <p className="fault"><b>{t('jobs.failed', { at: format.dateTime(row.error_at) })}</b> {row.error}</p>}
      <div className="row">
        {operator && <JobButton job={row.job} what={what} icon="refresh" onDone={changed} />}
        {installer && <label className="row"><input type="checkbox" checked={row.enabled} disabled={busy} onChange={() => void send(() => set({ p_enabled: !row.enabled }))} />{t('jobs.on')}<span className="hidden"> {what}</span></label>}
      </div>
      {error && <Problem error={error} />}
      {installer && row.local_times && <details><summary>{t('jobs.times')}</summary><Times key={when} row={row} set={set} /></details>}
    </Card>
  );
}

/** Times of day of this house, or the usual ones again. */
function Times({ row, set }: { row: Job; set: (change: object) => Promise<void> }) {
  const { t } = useWords();
  const format = useFormat();
  const [text, setText] = useState((row.local_times ?? []).map(format.wall).join(' '));
  const { send } = useSend();
  return (
    <Form submit={t('jobs.save')} work={() => set({ p_local_times: text.split(/[\s,;]+/).filter(Boolean) })}>
      <Field label={t('jobs.local')} value={text} onChange={setText} pattern="\s*([01]?\d|2[0-3]):[0-5]\d([\s,;]+([01]?\d|2[0-3]):[0-5]\d)*\s*" hint={t('jobs.local.hint')} required />
      {row.own_times && <p><button type="button" onClick={() => void send(() => set({ p_local_times: [] }))}>{t('jobs.usual')}</button></p>}
    </Form>
  );
}
