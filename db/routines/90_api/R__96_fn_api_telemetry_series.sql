create or replace function api.telemetry_series(p_site_id text, p_device text, p_metric text, p_from timestamptz, p_to timestamptz, p_points integer default 1500)
returns table (starts_at timestamptz, mean double precision, lowest double precision, highest double precision, level_s integer, unit text)
language plpgsql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  v_seconds double precision := extract(epoch from p_to - p_from);
  v_level smallint;
  v_step interval;
  v_device_id integer;
  v_metric ems.metric;
begin
  if p_from is null or p_to is null or p_to <= p_from or p_points is null or p_points not between 10 and 20000 then
    raise exception 'a series needs a start before its end, and 10 to 20000 points' using errcode = 'SA422', constraint = 'telemetry_series_range', detail = format('from=%s to=%s points=%s', p_from, p_to, p_points),
      hint = 'Ask for less time, or for another number of points.';
  end if;
  select d.device_id into v_device_id from ems.device as d where d.site_id = p_site_id and d.device = p_device;
  select m.* into v_metric from ems.metric as m where m.metric = p_metric;
  if v_device_id is null or v_metric.metric_id is null then
    raise exception 'no % of % at %', p_metric, p_device, p_site_id using errcode = 'SA404', hint = 'vw_latest_telemetry lists devices and metrics.';
  end if;
  -- the finest level that stays within the points; a device is asked every 10 s at the most
  v_level := case when v_seconds <= p_points * 10.0 then 0 when v_seconds <= p_points * 60.0 then 1 when v_seconds <= p_points * 900.0 then 15 when v_seconds <= p_points * 3600.0 then 60 else 1440 end;
  -- fine levels are kept for a time: where the first half has nothing, but a coarser level does, that one
  select coalesce(min(l.level) filter (where l.has), v_level) into v_level
  from (
    select k.level, case k.level when 0 then exists (select from ems.fn_telemetry_sample(p_site_id, v_device_id, v_metric.metric_id, p_from, p_from + (p_to - p_from) / 2))
      else exists (select from ems.telemetry_aggregate as a where a.level = k.level and a.site_id = p_site_id and a.device_id = v_device_id and a.metric_id = v_metric.metric_id
        and a.starts_at >= p_from and a.starts_at <= p_from + (p_to - p_from) / 2 - make_interval(mins => k.level)) end as has
    from unnest(array[0, 1, 15, 60, 1440]::smallint[]) as k (level) where k.level >= v_level
  ) as l;
  if v_level = 0 then
    return query
    with sample as (
      select t.measured_at, t.value, lead(t.measured_at) over (order by t.measured_at) as next_at
      from ems.fn_telemetry_sample(p_site_id, v_device_id, v_metric.metric_id, p_from, p_to) as t where not t.suspect
    )
    select s.measured_at, s.value, s.value, s.value, 0, v_metric.unit from sample as s
    union all
    -- a gap is a row without a value
    select s.measured_at + interval '1 ms', null, null, null, 0, v_metric.unit from sample as s where s.next_at - s.measured_at > greatest(v_metric.max_age, interval '3 min')
    order by 1;
    return;
  end if;
  v_step := make_interval(mins => v_level);
  if v_level = 1440 then
    return query
    select a.starts_at, a.mean, a.lowest, a.highest, 86400, v_metric.unit
    from ems.telemetry_aggregate as a
    where a.level = 1440 and a.site_id = p_site_id and a.device_id = v_device_id and a.metric_id = v_metric.metric_id and a.starts_at >= p_from - interval '1 day' and a.starts_at < p_to
    order by a.starts_at;
    return;
  end if;
  return query
  select g.starts_at, a.mean, a.lowest, a.highest, v_level * 60, v_metric.unit
  from generate_series(date_bin(v_step, p_from, timestamptz 'epoch'), least(p_to, now()) - interval '1 us', v_step) as g (starts_at)
  left join ems.telemetry_aggregate as a on a.level = v_level and a.site_id = p_site_id and a.device_id = v_device_id and a.metric_id = v_metric.metric_id and a.starts_at = g.starts_at
  order by g.starts_at;
end
$$;
comment on function api.telemetry_series(text, text, text, timestamptz, timestamptz, integer) is
  'One metric of one device from p_from to before p_to for a chart: raw where that gives no more than p_points, else the minute, quarter-hour, hour or local day that does. level_s is the width, 0 for raw values; '
  'a row without mean is a gap; suspect values are left out. SA404: no such device or metric; SA422: no such range.';
