create or replace function ems.fn_telemetry_refuse(
  p_site_id text, p_reason text, p_device text, p_metric text, p_count bigint, p_value double precision, p_at timestamptz
) returns void
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp
as $$
begin
  insert into ems.telemetry_refusal as r (site_id, reason, device, metric, refused, first_at, last_at, last_value)
  values (p_site_id, p_reason, left(p_device, 63), left(p_metric, 63), p_count, p_at, p_at, p_value)
  on conflict (site_id, reason, device, metric) do update
    set refused = r.refused + excluded.refused, last_at = excluded.last_at, last_value = excluded.last_value;
  perform ems.fn_alert_raise(p_site_id, case when p_reason in ('future', 'too_old') then 'telemetry_time' else p_reason end,
    concat_ws(' ', left(p_device, 63), nullif(left(p_metric, 63), '')),
    format('%s values of %s refused: %s', p_count, concat_ws(' ', left(p_device, 63), nullif(left(p_metric, 63), '')), p_reason), p_at);
end
$$;
comment on function ems.fn_telemetry_refuse(text, text, text, text, bigint, double precision, timestamptz) is
  'Counts refused values by device and metric and raises the alert of the reason.';
