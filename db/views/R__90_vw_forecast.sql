create or replace view ems.vw_forecast with (security_invoker = true) as
select s.site_id, f.starts_at, f.pv_w, f.pv_p10_w, f.pv_p90_w, f.temperature_c, f.provider, f.known_at, extract(epoch from now() - f.known_at)::double precision as age_s, f.basis
from ems.site as s
cross join lateral ems.fn_pv_forecast(s.site_id, date_bin('15 min', now(), timestamptz 'epoch'), now() + interval '48 hours', now()) as f;
select ems.fn_view_comment('ems.vw_forecast', 'PV and temperature of the next 48 hours, with the age of the forecast they come from.', '{ems.forecast_value,ems.forecast_run,ems.site}',
  '{"pv_w": "Expected PV, W, calibrated.", "age_s": "Age of the forecast, s.", "basis": "calibrated, forecast, last_days or none."}');
