create or replace function ems.fn_import_forecast(
  p_site_id text, p_provider text, p_called_at timestamptz, p_issued_at timestamptz, p_starts_at timestamptz[], p_ends_at timestamptz[],
  p_ghi_w_m2 double precision[], p_dni_w_m2 double precision[], p_dhi_w_m2 double precision[], p_temperature_c double precision[],
  p_wind_m_s double precision[], p_cloud_pct double precision[], p_pv_w double precision[], p_pv_p10_w double precision[], p_pv_p90_w double precision[],
  p_problem text[], p_body text, p_at timestamptz,
  out forecast_run_id bigint, out status text, out reason text
)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_count integer := cardinality(p_starts_at);
  v_kind text := (select kind from ems.forecast_provider where provider = p_provider);
begin
  reason := case
    when coalesce(v_count, 0) = 0 then concat_ws(': ', 'no values', nullif(array_to_string(p_problem, '; '), ''))
    when exists (select from unnest(p_starts_at, p_ends_at) as s (a, z) where a is null or z is null or z <= a or z - a > interval '3 hours') then 'a slot is empty or longer than three hours'
    when exists (select from unnest(array[cardinality(p_ghi_w_m2), cardinality(p_dni_w_m2), cardinality(p_dhi_w_m2), cardinality(p_temperature_c), cardinality(p_wind_m_s), cardinality(p_cloud_pct),
      cardinality(p_pv_w), cardinality(p_pv_p10_w), cardinality(p_pv_p90_w)]) as c where c not in (0, v_count)) then 'a column has not one value for each slot'
    when (select count(distinct s) from unnest(p_starts_at) as s) <> v_count then 'slots repeat'
    when v_kind = 'pv' and not exists (select from unnest(p_pv_w) as p where p is not null) then 'no power'
    when v_kind = 'weather' and not exists (select from unnest(p_ghi_w_m2, p_temperature_c) as w (g, t) where g is not null and t is not null) then 'neither irradiance nor temperature'
    when exists (select from unnest(p_ghi_w_m2 || p_dni_w_m2 || p_dhi_w_m2) as g where g not between 0 and 1500) then 'an irradiance is outside 0 to 1500 W/m²'
    when exists (select from unnest(p_cloud_pct) as c where c not between 0 and 100) then 'a cloud cover is outside 0 to 100 %'
    when exists (select from unnest(p_pv_w || p_pv_p10_w || p_pv_p90_w) as w where w not between 0 and 1e7) then 'a power is negative or no number'
    when exists (select from unnest(p_temperature_c) as t where t not between -60 and 60) then 'a temperature is outside −60 to 60 °C'
  end;
  status := case when reason is null then 'accepted' else 'quarantined' end;
  insert into ems.forecast_run as r (site_id, provider, issued_at, known_at, status, reason, problem, body)
  values (p_site_id, p_provider, p_issued_at, p_at, status, reason, p_problem, case when status = 'quarantined' or cardinality(p_problem) > 0 then p_body end)
  returning r.forecast_run_id into forecast_run_id;
  if status = 'accepted' then
    insert into ems.forecast_value (site_id, forecast_run_id, starts_at, ends_at, ghi_w_m2, dni_w_m2, dhi_w_m2, temperature_c, wind_m_s, cloud_pct, pv_w, pv_p10_w, pv_p90_w)
    select p_site_id, fn_import_forecast.forecast_run_id, v.starts_at, v.ends_at, v.ghi, v.dni, v.dhi, v.temperature, v.wind, v.cloud, v.pv, v.p10, v.p90
    from unnest(p_starts_at, p_ends_at, p_ghi_w_m2, p_dni_w_m2, p_dhi_w_m2, p_temperature_c, p_wind_m_s, p_cloud_pct, p_pv_w, p_pv_p10_w, p_pv_p90_w)
      as v (starts_at, ends_at, ghi, dni, dhi, temperature, wind, cloud, pv, p10, p90);
    perform ems.fn_alert_resolve(p_site_id, 'forecast_quarantined', p_provider, p_at, 'a good forecast came');
    perform ems.fn_alert_resolve(p_site_id, 'forecast_stale', p_provider, p_at, 'a new forecast came');
    perform pg_notify('ems_event', json_build_object('kind', 'forecast', 'site', p_site_id, 'id', forecast_run_id)::text);
  else
    perform ems.fn_alert_raise(p_site_id, 'forecast_quarantined', p_provider, format('%s: %s', p_provider, reason), p_at, jsonb_build_object('forecast_run_id', forecast_run_id));
  end if;
  update ems.forecast_call as c set outcome = coalesce(reason, 'ok') where c.site_id = p_site_id and c.provider = p_provider and c.called_at = p_called_at;
end
$$;
comment on function ems.fn_import_forecast(text, text, timestamptz, timestamptz, timestamptz[], timestamptz[], double precision[], double precision[], double precision[], double precision[], double precision[], double precision[], double precision[], double precision[], double precision[], text[], text, timestamptz) is
  'Takes one forecast, means over slots, columns as in forecast_value; an empty array is a column the provider does not have. One without usable values, or with impossible ones, is kept with its body and goes no further (quarantined, alert); gaps and contradictions are noted.';
