import { useEffect, useState } from 'react';
import { request, rest } from '../data/http';
import { useQuery } from '../data/query';
import type { JobRun } from '../data/types';
import { useWords, type Key } from '../i18n';
import { useSite } from '../session';
import { Icon, type IconName } from './Icon';
import { say, sayError } from './Toasts';

/** Asks for a job and follows it until it is over: `path` is its door below /api/v1/sites/{id}, with `label` a word; `job` its name, with `what` it does. */
type Props = { icon: IconName; onDone?: () => void } & ({ path: string; label: Key } | { job: string; what: string });
export function JobButton({ icon, onDone, ...wanted }: Props) {
  const { t } = useWords();
  const what = 'job' in wanted ? wanted.what : t(wanted.label);
  const site = useSite();
  const [run, setRun] = useState<number | null>(null);
  const [asking, setAsking] = useState(false);
  const state = useQuery<JobRun[]>(run === null ? null : rest('vw_job_run', { site_id: `eq.${site.site_id}`, job_run_id: `eq.${run}` }), { every: 500, on: ['job'] });
  const row = state.data?.[0];
  useEffect(() => {
    if (!row || row.job_run_id !== run || (row.state !== 'done' && row.state !== 'failed')) return;
    setRun(null);
    if (row.error) say(t('job.failed', { what, error: row.error }), true); else say(t('job.done', { what }));
    onDone?.();
  }, [row, run, what, onDone, t]);
  const start = async () => {
    setAsking(true);
    try {
      const asked = 'job' in wanted ? request<{ job_run_id: number }>('POST', '/rest/rpc/request_job', { p_site_id: site.site_id, p_job: wanted.job })
        : request<{ job_run_id: number }>('POST', `/api/v1/sites/${encodeURIComponent(site.site_id)}/${wanted.path}`);
      setRun((await asked).job_run_id);
    } catch (error) { sayError(error); } finally { setAsking(false); }
  };
  const busy = asking || run !== null;
  return (
    <button type="button" onClick={() => void start()} disabled={busy} aria-busy={busy}>
      <span className={busy ? 'turning' : ''}><Icon name={busy ? 'refresh' : icon} size={18} /></span>{'job' in wanted ? <>{t('jobs.run')}<span className="hidden"> {what}</span></> : what}
      {run !== null && typeof row?.progress === 'string' && <small role="status">{row.progress}</small>}
    </button>
  );
}
