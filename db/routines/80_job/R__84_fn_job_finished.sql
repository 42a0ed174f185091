create or replace function ems.fn_job_finished(p_site_id text, p_job_run_id bigint, p_worker text, p_result jsonb, p_error text, p_at timestamptz) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_run ems.job_run;
  v_kind ems.job_kind;
begin
  select r.* into v_run from ems.job_run as r
  where r.site_id = p_site_id and r.job_run_id = p_job_run_id and r.state = 'running' and r.worker = p_worker for update;
  if not found then return 'lost'; end if;
  select k.* into v_kind from ems.job_kind as k where k.job = v_run.job;

  if p_error is not null and v_run.cause = 'schedule' and p_at + v_kind.retry_after <= v_run.give_up_at then
    update ems.job_run set state = 'waiting', lease_until = null, retry_at = p_at + v_kind.retry_after, error = left(p_error, 2000), result = p_result,
      duration_ms = extract(epoch from p_at - started_at) * 1000
    where site_id = p_site_id and job_run_id = p_job_run_id;
    return 'waiting';
  end if;
  update ems.job_run set state = case when p_error is null then 'done' else 'failed' end, lease_until = null, finished_at = p_at, error = left(p_error, 2000), result = p_result,
    duration_ms = extract(epoch from p_at - started_at) * 1000
  where site_id = p_site_id and job_run_id = p_job_run_id;
  if p_error is null then
    perform ems.fn_alert_resolve(p_site_id, 'job_failed', v_run.job, p_at, 'it worked');
  else
    perform ems.fn_alert_raise(p_site_id, 'job_failed', v_run.job, format('%s: %s', v_run.job, left(p_error, 300)), p_at, jsonb_build_object('job_run_id', p_job_run_id));
  end if;
  perform pg_notify('ems_event', json_build_object('kind', 'job', 'site', p_site_id, 'id', p_job_run_id)::text);
  return case when p_error is null then 'done' else 'failed' end;
end
$$;
comment on function ems.fn_job_finished(text, bigint, text, jsonb, text, timestamptz) is
  'A run came to its end. With an error a scheduled one waits for its next attempt while there is time (waiting), else it failed and an alert is raised; done; lost: it was another worker''s by then, and nothing is noted.';
