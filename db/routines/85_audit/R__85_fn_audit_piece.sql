create or replace function ems.fn_audit_piece(p_site_id text, p_from timestamptz, p_to timestamptz)
returns table (starts_at timestamptz, slot_at timestamptz, hours double precision, grid_w double precision, battery_w double precision, need_w double precision)
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  with site as (
    select s.site_id, make_interval(mins => s.slot_minutes) as width, s.slot_minutes / 60.0::double precision as hours, b.charge_efficiency, b.discharge_efficiency,
      exists (select from ems.site_signal as g where g.site_id = s.site_id and g.signal = 'battery_w') as has_battery
    from ems.site as s left join ems.battery as b on b.site_id = s.site_id where s.site_id = p_site_id
  ), part as (
    -- minutes where they are still kept, quarters (known for two thirds) where not
    select a.level, s.signal, a.starts_at, sum(a.mean * s.factor) as value
    from ems.site_signal as s
    join ems.metric as m on m.metric = s.metric
    join ems.telemetry_aggregate as a on a.site_id = s.site_id and a.level in (1, 15) and a.device_id = s.device_id and a.metric_id = m.metric_id
    where s.site_id = p_site_id and s.signal in ('grid_w', 'battery_w') and a.starts_at >= p_from and a.starts_at < p_to
    group by a.level, s.signal, a.starts_at
    having count(*) = (select count(*) from ems.site_signal as w where w.site_id = p_site_id and w.signal = s.signal) and (a.level = 1 or min(a.covered_s) >= 600)
  ), pair as (
    select p.level, p.starts_at, date_bin(t.width, p.starts_at, timestamptz 'epoch') as slot_at, t.hours,
      max(p.value) filter (where p.signal = 'grid_w') as grid_w, case when t.has_battery then max(p.value) filter (where p.signal = 'battery_w') else 0 end as battery_w,
      t.charge_efficiency, t.discharge_efficiency
    from part as p cross join site as t
    group by p.level, p.starts_at, t.width, t.hours, t.charge_efficiency, t.discharge_efficiency, t.has_battery
    having max(p.value) filter (where p.signal = 'grid_w') is not null
  ), counted as (
    select b.*, count(*) over w as pieces, count(*) filter (where b.level = 1) over (partition by b.slot_at) as minutes,
      -- a battery that was silent for a third of the slot at most did the same then as in the rest of it; longer, and nobody knows
      case when count(b.battery_w) over w >= case b.level when 1 then b.hours * 40 else b.hours * 4 end then coalesce(b.battery_w, avg(b.battery_w) over w) end as known_battery_w
    from pair as b
    window w as (partition by b.slot_at, b.level)
  )
  -- the pieces known stand for the whole slot: at least two thirds of its minutes, or its quarters
  select c.starts_at, c.slot_at, c.hours / c.pieces, c.grid_w, c.known_battery_w,
    c.grid_w - case when c.known_battery_w > 0 then c.known_battery_w / coalesce(c.charge_efficiency, 1) else c.known_battery_w * coalesce(c.discharge_efficiency, 1) end
  from counted as c
  where (c.level = 1) = (c.minutes >= c.hours * 40) and (c.level = 1 or c.pieces * 15 >= c.hours * 40)
  order by c.starts_at;
$$;
comment on function ems.fn_audit_piece(text, timestamptz, timestamptz) is
  'The flow through grid connection and battery in pieces of a minute (a quarter-hour where minutes are gone): grid_w (+ import), battery_w (+ charges, at the battery), '
  'need_w what grid and battery together delivered to the house (+) or took from it (−), AC. hours is each piece''s share of its slot. Slots of which less than two thirds are known have no pieces; battery_w and need_w are NULL where the battery is known for less.';
