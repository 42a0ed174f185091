create or replace function api.request_job(p_site_id text, p_job text, p_argument jsonb default '{}') returns bigint
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select ems.fn_job_request(p_site_id, p_job, p_argument, ems.fn_author(), now());
$$;
comment on function api.request_job(text, text, jsonb) is
  'Asks for a job of a site now: price_import (argument {"date": "2026-03-29"}), fx_import, forecast_import, plan_daily, plan_rolling, setpoint_export, audit_fill ({"from": …}). Returns the run; follow it in vw_job_run.';
