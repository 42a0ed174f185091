create or replace function api.job_set(p_site_id text, p_job text, p_enabled boolean default null, p_local_times time[] default null) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer jsonb;
begin
  perform ems.fn_member_require(p_site_id, 'installer');
  v_answer := ems.fn_request_begin('job_set', jsonb_build_array(p_site_id, p_job, p_enabled, p_local_times), now());
  if v_answer is not null then return v_answer; end if;
  return ems.fn_request_end(ems.fn_job_set(p_site_id, p_job, p_enabled, p_local_times, now()));
end
$$;
comment on function api.job_set(text, text, boolean, time[]) is
  'Switches a job of a house on or off, or gives it times of day of its own (local, ["13:30", "14:00"]; []: the usual ones). vw_job shows them. SA403: no installer there; SA404; SA422: a job with a period has no time of day.';
