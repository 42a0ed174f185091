create or replace function ems.fn_car_need(p_site_id text, p_from timestamptz, p_to timestamptz, p_at timestamptz)
returns table (device_id integer, device text, ev_id text, from_at timestamptz, to_at timestamptz, energy_wh double precision, connected boolean)
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  with charger as (
    select c.*, d.device, s.time_zone, l.connected
    from ems.charger as c
    join ems.device as d on d.site_id = c.site_id and d.device_id = c.device_id and d.enabled
    join ems.site as s on s.site_id = c.site_id
    left join lateral (
      -- a state told by the charger: 0 to 3 are kinds of connected; silence means that nothing is known
      select bool_or(case m.metric when 'car_state' then t.value <= 3 else t.value > 0 end) as connected
      from ems.telemetry_last as t join ems.metric as m on m.metric_id = t.metric_id
      where t.site_id = c.site_id and t.device_id = c.device_id and m.metric in ('car_state', 'car_connected') and not t.suspect
        and t.measured_at > p_at - m.max_age
    ) as l on true
    where c.site_id = p_site_id
  ), departure as (
    select c.*, n.energy_wh as wanted_wh, t.ready_at, t.ready_day, row_number() over (partition by c.device_id order by t.ready_at) as cycle,
      -- usually home the evening before, unless it comes and goes on one day
      case when n.arrives_at < n.ready_at then t.ready_day + n.arrives_at else t.ready_day - 1 + n.arrives_at end at time zone c.time_zone as arrival_at,
      lag(t.ready_at) over (partition by c.device_id order by t.ready_at) as previous_at
    from charger as c
    -- days of the house's own calendar
    cross join lateral (select (p_from at time zone c.time_zone)::date - 8 as first_day, (p_to at time zone c.time_zone)::date + 1 as last_day) as r
    cross join lateral generate_series(0, r.last_day - r.first_day) as g (n)
    join ems.car_demand as n on n.site_id = c.site_id and n.device_id = c.device_id and n.weekday = extract(isodow from r.first_day + g.n)
    cross join lateral (select r.first_day + g.n as ready_day, (r.first_day + g.n + n.ready_at) at time zone c.time_zone as ready_at) as t
  ), open as (
    select d.*, row_number() over (partition by d.device_id order by d.ready_at) as number
    from departure as d where d.ready_at > p_at and d.ready_at - interval '15 min' > p_from and d.arrival_at < p_to
  ), charged as (
    -- in the car since the last departure
    select o.device_id, sum(a.mean * a.covered_s / 3600) as drawn_wh
    from open as o
    join ems.metric as m on m.metric = 'car_power_w'
    join ems.telemetry_aggregate_15m as a on a.site_id = p_site_id and a.level = 15 and a.device_id = o.device_id and a.metric_id = m.metric_id
      and a.starts_at >= o.previous_at and a.starts_at < p_at
    where o.number = 1
    group by o.device_id
  ), finished as (
    -- offered current for ten minutes it took none in the last five: it is full, or wants nothing, until it is plugged in anew
    select o.device_id
    from open as o
    where o.number = 1 and o.connected and exists (
      select from ems.setpoint as s
      cross join lateral (select date_bin('1 min', least(s.ended_at, p_at), timestamptz 'epoch') as until_at) as u
      where s.site_id = p_site_id and s.device_id = o.device_id and s.mode = 'car_charge' and s.starts_at >= o.previous_at and u.until_at >= s.starts_at + interval '10 min'
        and 4 <= (select count(*) filter (where a.highest < 100) - 99 * count(*) filter (where a.highest >= 100)
          from ems.telemetry_aggregate_1m as a join ems.metric as m on m.metric_id = a.metric_id
          where m.metric = 'car_power_w' and a.site_id = p_site_id and a.level = 1 and a.device_id = o.device_id
            and a.starts_at >= u.until_at - interval '5 min' and a.starts_at < u.until_at)
        and not exists (select from ems.telemetry_aggregate_1m as a join ems.metric as m on m.metric_id = a.metric_id
          where m.metric in ('car_state', 'car_connected') and a.site_id = p_site_id and a.level = 1 and a.device_id = o.device_id
            and a.starts_at >= u.until_at - interval '5 min' and a.starts_at < p_at and case m.metric when 'car_state' then a.highest > 3 else a.lowest = 0 end))
  )
  select o.device_id, o.device, case when o.number = 1 then o.device else o.device || ':' || o.ready_day end,
    case when o.number = 1 and o.connected then p_from
      -- not here yet: when it usually comes, and not before half an hour from now
      else greatest(o.arrival_at, case when o.number = 1 then p_at + interval '30 min' else p_from end) end,
    -- a quarter of an hour before it leaves: clocks differ and cars end slowly
    o.ready_at - interval '15 min',
    case when f.device_id is not null and o.number = 1 then 0 else greatest(0, o.wanted_wh - case when o.number = 1 then coalesce(c.drawn_wh, 0) * o.efficiency else 0 end) end, coalesce(o.connected, false)
  from open as o left join charged as c on c.device_id = o.device_id left join finished as f on f.device_id = o.device_id
  order by o.device, o.ready_at;
$$;
comment on function ems.fn_car_need(text, timestamptz, timestamptz, timestamptz) is
  'What each car needs by which departure within the horizon: from when it can charge, by when, and how much is still to come into its battery, Wh. The first departure counts what was charged since the one before it, and needs nothing when the car took nothing while it was offered current.';
