create or replace function ems.fn_telemetry(p_site_id text, p_from timestamptz, p_to timestamptz, p_device text default null, p_metric text default null)
returns table (device text, metric text, measured_at timestamptz, value double precision, unit text, suspect boolean)
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  select d.device, m.metric, s.measured_at, s.value, m.unit, s.suspect
  from ems.device as d
  cross join lateral ems.fn_telemetry_sample(d.site_id, d.device_id, (select metric_id from ems.metric where metric = p_metric), p_from, p_to) as s
  join ems.metric as m on m.metric_id = s.metric_id
  where d.site_id = p_site_id and (p_device is null or d.device = p_device) and (p_metric is null or m.metric = p_metric)
  order by d.device, m.metric, s.measured_at;
$$;
comment on function ems.fn_telemetry(text, timestamptz, timestamptz, text, text) is
  'Raw telemetry from p_from to before p_to, however old: one value a row, in the metric''s unit; of one device or metric, or of all (NULL). Suspect values are marked, not left out.';
