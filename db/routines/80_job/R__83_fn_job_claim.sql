create or replace function ems.fn_job_claim(p_site_id text, p_worker text, p_at timestamptz)
returns table (job_run_id bigint, job text, due_at timestamptz, cause text, author text, argument jsonb, attempt integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  v_lost record;
begin
  -- PL/pgSQL keeps the plans between calls
  -- one claim after the other: two at once would each see that no run of the job is going on
  perform pg_advisory_xact_lock(hashtextextended('ems.job ' || p_site_id, 0));

  -- a run that took three workers with it is not given to a fourth
  for v_lost in
    update ems.job_run set state = 'failed', lease_until = null, finished_at = p_at, error = format('%s workers began it and none ended it', attempt)
    where site_id = p_site_id and state = 'running' and lease_until < p_at and attempt >= 3
    returning job, job_run_id, error
  loop
    perform ems.fn_alert_raise(p_site_id, 'job_failed', v_lost.job, format('%s: %s', v_lost.job, v_lost.error), p_at, jsonb_build_object('job_run_id', v_lost.job_run_id));
  end loop;

  return query
  with next as (
    select r.site_id, r.job_run_id, k.lease
    from ems.job_run as r join ems.job_kind as k on k.job = r.job
    where r.site_id = p_site_id
      and (r.state = 'waiting' and coalesce(r.retry_at, r.due_at) <= p_at or r.state = 'running' and r.lease_until < p_at)
      -- one run of a job at a time
      and not exists (select from ems.job_run as o where o.site_id = r.site_id and o.job = r.job and o.state = 'running' and o.lease_until >= p_at)
    order by r.cause, r.due_at, k.rank, r.job_run_id
    limit 1
    for update of r
  )
  update ems.job_run as r
  set state = 'running', worker = p_worker, lease_until = p_at + n.lease, attempt = r.attempt + 1, started_at = p_at, retry_at = null, error = null, progress = null
  from next as n
  where r.site_id = n.site_id and r.job_run_id = n.job_run_id
  returning r.job_run_id, r.job, r.due_at, r.cause, r.author, r.argument, r.attempt;
end
$$;
comment on function ems.fn_job_claim(text, text, timestamptz) is
  'Takes the next run of a site, requests first, then by due time and rank; one whose worker let its lease lapse is taken over, three times at most. No row: nothing to do.';
