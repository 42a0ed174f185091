create or replace function ems.fn_job_request(p_site_id text, p_job text, p_argument jsonb, p_author text, p_at timestamptz) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint;
begin
  if not exists (select from ems.job where site_id = p_site_id and job = p_job) then
    raise exception 'site % has no job %', p_site_id, p_job using errcode = 'SA404', hint = 'See ems.job.';
  end if;
  insert into ems.job_run (site_id, job, due_at, cause, author, argument, state, give_up_at)
  values (p_site_id, p_job, p_at, 'request', p_author, p_argument, 'waiting', p_at)
  returning job_run_id into v_id;
  perform pg_notify('ems_event', json_build_object('kind', 'job', 'site', p_site_id, 'id', v_id)::text);
  return v_id;
end
$$;
comment on function ems.fn_job_request(text, text, jsonb, text, timestamptz) is
  'A person or program wants a job done now: makes a run and wakes the workers. Returns its id; its progress stands in vw_job_run. It is not retried. SA404.';
