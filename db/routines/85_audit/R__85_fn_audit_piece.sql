create or replace function ems.fn_audit_piece(p_site_id text, p_from timestamptz, p_to timestamptz)
returns table (starts_at timestamptz, slot_at timestamptz, hours double precision, grid_w double precision, battery_w double precision, need_w double precision)
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  with site as (
    select s.site_id, make_interval(mins => s.slot_minutes) as width, s.slot_minutes / 60.0::double precision as hours, b.charge_efficiency, b.discharge_efficiency
    from ems.site as s left join ems.battery as b on b.site_id = s.site_id where s.site_id = p_site_id
  ), part as (
    -- minutes where they are still kept, quarters where not
    select a.level, s.signal, a.starts_at, sum(a.mean * s.factor) as value
    from ems.site_signal as s
    join ems.metric as m on m.metric = s.metric
    join ems.telemetry_aggregate as a on a.site_id = s.site_id and a.level in (1, 15) and a.device_id = s.device_id and a.metric_id = m.metric_id
    where s.site_id = p_site_id and s.signal in ('grid_w', 'battery_w') and a.starts_at >= p_from and a.starts_at < p_to
    group by a.level, s.signal, a.starts_at
    having count(*) = (select count(*) from ems.site_signal as w where w.site_id = p_site_id and w.signal = s.signal)
  ), pair as (
    select p.level, p.starts_at, date_bin(t.width, p.starts_at, timestamptz 'epoch') as slot_at, t.hours,
      max(p.value) filter (where p.signal = 'grid_w') as grid_w, coalesce(max(p.value) filter (where p.signal = 'battery_w'), 0) as battery_w, t.charge_efficiency, t.discharge_efficiency
    from part as p cross join site as t
    group by p.level, p.starts_at, t.width, t.hours, t.charge_efficiency, t.discharge_efficiency
    having max(p.value) filter (where p.signal = 'grid_w') is not null
  ), counted as (
    select b.*, count(*) over (partition by b.slot_at, b.level) as pieces, bool_or(b.level = 1) over (partition by b.slot_at) as has_minutes,
      count(*) filter (where b.level = 1) over (partition by b.slot_at) as minutes
    from pair as b
  )
  -- the pieces known stand for the whole slot: at least two thirds of its minutes, or its quarters
  select c.starts_at, c.slot_at, c.hours / c.pieces, c.grid_w, c.battery_w,
    c.grid_w - case when c.battery_w > 0 then c.battery_w / coalesce(c.charge_efficiency, 1) else c.battery_w * coalesce(c.discharge_efficiency, 1) end
  from counted as c
  where (c.level = 1) = (c.minutes >= c.hours * 40)
  order by c.starts_at;
$$;
comment on function ems.fn_audit_piece(text, timestamptz, timestamptz) is
  'The flow through grid connection and battery in pieces of a minute (a quarter-hour where minutes are gone): grid_w (+ import), battery_w (+ charges, at the battery), '
  'need_w what grid and battery together delivered to the house (+) or took from it (−), AC. hours is each piece''s share of its slot. Slots of which less than two thirds are known have no pieces.';
