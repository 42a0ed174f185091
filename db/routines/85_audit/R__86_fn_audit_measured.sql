create or replace function ems.fn_audit_measured(p_site_id text, p_from timestamptz, p_to timestamptz)
returns table (
  starts_at timestamptz, ends_at timestamptz, covered real, import_wh double precision, export_wh double precision, meter_overhead_wh double precision, pv_wh double precision, load_wh double precision,
  battery_charge_wh double precision, battery_discharge_wh double precision, ev_wh double precision, heat_pump_wh double precision, heat_wh double precision,
  soc_pct double precision, outdoor_c double precision, none_import_wh double precision, none_export_wh double precision
)
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  with site as (
    select s.site_id, make_interval(mins => s.slot_minutes) as width, s.slot_minutes / 60.0::double precision as hours, s.slot_minutes from ems.site as s where s.site_id = p_site_id
  ), quarter as materialized (
    select * from ems.fn_site_signal_15m(p_site_id, p_from - interval '15 min', p_to)
  ), signal as (
    select g.starts_at, q.signal, avg(q.mean) as mean, (array_agg(q.last order by q.starts_at desc))[1] as last, (sum(q.covered) * 15 / t.slot_minutes)::real as covered
    from site as t
    cross join lateral generate_series(date_bin(t.width, p_from, timestamptz 'epoch'), p_to - t.width, t.width) as g (starts_at)
    join quarter as q on q.starts_at >= g.starts_at and q.starts_at < g.starts_at + t.width
    group by g.starts_at, q.signal, t.slot_minutes
  ), wide as (
    select s.starts_at, max(s.covered) filter (where s.signal = 'grid_w') as covered,
      max(s.mean) filter (where s.signal = 'pv_w' and s.covered >= 0.5) as pv_w, max(s.mean) filter (where s.signal = 'inverter_ac_w' and s.covered >= 0.5) as inverter_ac_w,
      max(s.mean) filter (where s.signal = 'grid_w' and s.covered >= 0.5) as grid_w, max(s.mean) filter (where s.signal = 'load_w' and s.covered >= 0.5) as load_w,
      max(s.mean) filter (where s.signal = 'ev_w' and s.covered >= 0.5) as ev_w, max(s.mean) filter (where s.signal = 'heat_pump_w' and s.covered >= 0.5) as heat_pump_w,
      max(s.mean) filter (where s.signal = 'heat_w' and s.covered >= 0.5) as heat_w, max(s.last) filter (where s.signal = 'soc_pct') as soc_pct,
      max(s.mean) filter (where s.signal = 'outdoor_c') as outdoor_c,
      max(s.last) filter (where s.signal = 'import_wh_total' and s.covered >= 0.9) as import_total, max(s.last) filter (where s.signal = 'export_wh_total' and s.covered >= 0.9) as export_total
    from signal as s group by s.starts_at
  ), flow as (
    select p.slot_at, sum(greatest(p.grid_w, 0) * p.hours) as import_wh, sum(greatest(-p.grid_w, 0) * p.hours) as export_wh,
      -- (greatest passes over NULL; what is not known must stay so)
      sum(case when p.battery_w > 0 then p.battery_w else p.battery_w * 0 end * p.hours) as charge_wh, sum(case when p.battery_w < 0 then -p.battery_w else p.battery_w * 0 end * p.hours) as discharge_wh,
      sum(case when p.need_w > 0 then p.need_w else p.need_w * 0 end * p.hours) as none_import_wh, sum(case when p.need_w < 0 then -p.need_w else p.need_w * 0 end * p.hours) as none_export_wh
    from ems.fn_audit_piece(p_site_id, p_from, p_to) as p group by p.slot_at
  ), has as (
    select bool_or(s.signal = 'ev_w') as ev, bool_or(s.signal = 'heat_pump_w') as heat_pump, bool_or(s.signal = 'load_w') as load, bool_or(s.signal = 'battery_w') as battery
    from ems.site_signal as s where s.site_id = p_site_id
  ), counted as (
    -- the meter counts each phase for itself: where its readings at both ends are known they are what is paid
    select w.*, case when w.import_total >= b.import_total then w.import_total - b.import_total end as counted_import,
      case when w.export_total >= b.export_total then w.export_total - b.export_total end as counted_export
    from site as t cross join wide as w
    left join lateral (
      select max(q.last) filter (where q.signal = 'import_wh_total' and q.covered >= 0.9) as import_total, max(q.last) filter (where q.signal = 'export_wh_total' and q.covered >= 0.9) as export_total
      from quarter as q where q.starts_at = w.starts_at - interval '15 min'
    ) as b on true
  )
  select c.starts_at, c.starts_at + t.width, least(1, coalesce(c.covered, 0))::real,
    coalesce(c.counted_import, f.import_wh), coalesce(c.counted_export, f.export_wh),
    case when c.counted_import > f.import_wh and c.counted_export > f.export_wh then least(c.counted_import - f.import_wh, c.counted_export - f.export_wh) else 0 end,
    c.pv_w * t.hours,
    -- everything, less what is steered; what a house has not is no gap
    case when l.load_w is not null then greatest(0, l.load_w) end * t.hours,
    case when h.battery then f.charge_wh end, case when h.battery then f.discharge_wh end, c.ev_w * t.hours, c.heat_pump_w * t.hours, c.heat_w * t.hours, c.soc_pct, c.outdoor_c,
    f.none_import_wh, f.none_export_wh
  from site as t cross join counted as c cross join has as h
  cross join lateral (
    select case when h.load then c.load_w else c.inverter_ac_w + c.grid_w end - case when h.ev then c.ev_w else 0 end - case when h.heat_pump then c.heat_pump_w else 0 end as load_w
  ) as l
  left join flow as f on f.slot_at = c.starts_at
  order by c.starts_at;
$$;
comment on function ems.fn_audit_measured(text, timestamptz, timestamptz) is
  'Energies of past slots as measured, Wh: metered import and export (counters where both readings are known, else power minute by minute), PV, load without car and heat pump, battery, car, heat pump, heat. '
  'meter_overhead_wh: what the meter counts on both sides because phases are not netted. none_…: the same slot without the battery. NULL: less than half of the slot was measured.';
