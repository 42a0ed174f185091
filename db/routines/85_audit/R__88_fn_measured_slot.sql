create or replace function ems.fn_measured_slot(p_site_id text, p_from timestamptz, p_to timestamptz)
returns table (starts_at timestamptz, local_day date, load_w double precision, pv_w double precision, ev_w double precision, heat_pump_w double precision, measured boolean)
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  with slot as materialized (
    select g.starts_at, g.starts_at at time zone s.time_zone as local_at, k.per_hour, a.load_wh, case when not a.curtailed then a.pv_wh end as pv_wh, a.ev_wh, a.heat_pump_wh
    from ems.site as s
    cross join lateral (select make_interval(mins => s.slot_minutes) as width, 60.0::double precision / s.slot_minutes as per_hour) as k
    cross join lateral generate_series(date_bin(k.width, p_from, timestamptz 'epoch'), p_to - interval '1 microsecond', k.width) as g (starts_at)
    left join ems.audit_interval as a on a.site_id = s.site_id and a.starts_at = g.starts_at
    where s.site_id = p_site_id
  ), usual as (
    select l.local_at::time as local_time, avg(l.load_wh) as load_wh, avg(l.pv_wh) as pv_wh, avg(l.ev_wh) as ev_wh, avg(l.heat_pump_wh) as heat_pump_wh from slot as l group by l.local_at::time
  ), overall as (
    select avg(l.load_wh) as load_wh from slot as l
  )
  select l.starts_at, l.local_at::date, coalesce(l.load_wh, u.load_wh, o.load_wh) * l.per_hour,
    -- what was never measured the house has not
    coalesce(l.pv_wh, u.pv_wh, 0) * l.per_hour, coalesce(l.ev_wh, u.ev_wh, 0) * l.per_hour, coalesce(l.heat_pump_wh, u.heat_pump_wh, 0) * l.per_hour,
    l.load_wh is not null and (l.pv_wh is not null or u.pv_wh is null)
  from slot as l join usual as u on u.local_time = l.local_at::time cross join overall as o
  order by l.starts_at;
$$;
comment on function ems.fn_measured_slot(text, timestamptz, timestamptz) is
  'The house of the past without a gap, mean W by slot of [p_from, p_to): load without car and heat pump, PV as it could have been (what was held back counts as not measured), cars, heat pump. '
  'Where something was not measured the mean of that local time over the range stands in, and measured is false. load_w is NULL where the whole range has none.';
