create or replace function ems.fn_telemetry_sample(p_site_id text, p_device_id integer, p_metric_id smallint, p_from timestamptz, p_to timestamptz)
returns table (metric_id smallint, measured_at timestamptz, value double precision, suspect boolean)
language sql stable parallel safe security invoker
begin atomic
  select u.metric_id, f.measured_at, u.value, coalesce(u.metric_id = any (f.suspect), false)
  from ems.telemetry_frame as f cross join lateral unnest(f.metric_id, f.value) as u (metric_id, value)
  where f.site_id = p_site_id and f.device_id = p_device_id and f.measured_at >= p_from and f.measured_at < p_to and u.value is not null and (p_metric_id is null or u.metric_id = p_metric_id)
  union all
  select m.metric_id, u.measured_at, u.value, m.metric_id = any (p.suspect)
  from ems.telemetry_pack as p
  cross join lateral unnest(p.metric_id) with ordinality as m (metric_id, n)
  cross join lateral unnest(p.measured_at, p.value[:][m.n:m.n]) as u (measured_at, value)
  where p.site_id = p_site_id and p.device_id = p_device_id and p.starts_at > p_from - interval '1 hour' and p.starts_at < p_to
    and u.measured_at >= p_from and u.measured_at < p_to and u.value is not null and (p_metric_id is null or m.metric_id = p_metric_id);
end;
comment on function ems.fn_telemetry_sample(text, integer, smallint, timestamptz, timestamptz) is
  'Raw values of a device from p_from to before p_to, of one metric or (NULL) of all, packed or not; in no order. Failed reads are left out.';
