create or replace function api.request_job(p_site_id text, p_job text, p_argument jsonb default '{}') returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer jsonb;
  v_id bigint;
begin
  perform ems.fn_member_require(p_site_id, 'operator');
  v_answer := ems.fn_request_begin('request_job', jsonb_build_array(p_site_id, p_job, p_argument), now());
  if v_answer is not null then return v_answer; end if;
  v_id := ems.fn_job_request(p_site_id, p_job, p_argument, ems.fn_author(), now());
  return ems.fn_request_end(jsonb_build_object('site_id', p_site_id, 'job', p_job, 'job_run_id', v_id, 'state', 'waiting'), 202, format('/api/v1/sites/%s/jobs/%s', p_site_id, v_id));
end
$$;
comment on function api.request_job(text, text, jsonb) is
  'Asks for a job of a site now: price_import (argument {"date": "2026-03-29"}), fx_import, forecast_import, plan_daily, plan_rolling, setpoint_export, audit_fill ({"from": "2026-03-29T00:00:00Z", "to": …}), pv_calibrate, retain. '
  'Answers 202 with the run; follow it at its Location or in vw_job_run. SA403: a guest of that site; SA404: no such site or job, or not yours.';
