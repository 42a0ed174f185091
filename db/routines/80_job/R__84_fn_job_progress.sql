create or replace function ems.fn_job_progress(p_site_id text, p_job_run_id bigint, p_worker text, p_progress text, p_at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update ems.job_run as r set progress = left(p_progress, 500), lease_until = p_at + k.lease
  from ems.job_kind as k
  where k.job = r.job and r.site_id = p_site_id and r.job_run_id = p_job_run_id and r.state = 'running' and r.worker = p_worker;
  if not found then return false; end if;
  perform pg_notify('ems_event', json_build_object('kind', 'job', 'site', p_site_id, 'id', p_job_run_id)::text);
  return true;
end
$$;
comment on function ems.fn_job_progress(text, bigint, text, text, timestamptz) is 'Says what a run is at and renews its lease; false where it is no longer this worker''s.';
