create or replace function ems.fn_fill_audit_interval(p_site_id text, p_from timestamptz, p_to timestamptz, p_at timestamptz) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_battery ems.battery;
  v_width interval;
  v_from timestamptz;
  v_to timestamptz;
  v_soc double precision;
  v_count integer;
begin
  select make_interval(mins => s.slot_minutes) into v_width from ems.site as s where s.site_id = p_site_id;
  if not found then
    raise exception 'no site %', p_site_id using errcode = 'SA404';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('ems.audit ' || p_site_id, 0));
  v_from := date_bin(v_width, p_from, timestamptz 'epoch');
  v_to := date_bin(v_width, least(p_to, p_at), timestamptz 'epoch');
  if v_to <= v_from then return 0; end if;
  -- What was filled after the range stands on the imagined battery's charge at its end.
  v_to := greatest(v_to, (select max(a.ends_at) from ems.audit_interval as a where a.site_id = p_site_id and a.starts_at >= v_to and v_to > p_at - interval '312 hours'));
  select b.* into v_battery from ems.fn_battery(p_site_id) as b;
  -- The imagined battery goes on from where it was last known; the first one starts as full as the real one was.
  select a.self_consumption_soc_wh into v_soc
  from ems.audit_interval as a where a.site_id = p_site_id and a.starts_at < v_from and a.self_consumption_soc_wh is not null order by a.starts_at desc limit 1;
  v_soc := coalesce(v_soc, v_battery.capacity_wh / 100 * (
    select q.last from ems.fn_site_signal_15m(p_site_id, v_from - interval '15 min', v_to) as q where q.signal = 'soc_pct' order by q.starts_at limit 1));

  with measured as materialized (
    select * from ems.fn_audit_measured(p_site_id, v_from, v_to)
  ), imagined as materialized (
    select i.*
    from (select array_agg(p.slot_at order by p.starts_at) as slot_at, array_agg(p.hours order by p.starts_at) as hours, array_agg(p.need_w order by p.starts_at) as need_w
      from ems.fn_audit_piece(p_site_id, v_from, v_to) as p where p.need_w is not null) as a
    cross join lateral ems.fn_self_consumption(v_battery, v_soc, a.slot_at, a.hours, a.need_w) as i
    where v_soc is not null
  ), price as materialized (
    select * from ems.fn_effective_price(p_site_id, v_from, v_to, p_at)
  )
  insert into ems.audit_interval as o (site_id, starts_at, ends_at, planning_run_id, covered, import_wh, export_wh, pv_wh, load_wh, battery_charge_wh, battery_discharge_wh, ev_wh, heat_pump_wh, heat_wh,
    soc_pct, outdoor_c, curtailed, plan_import_wh, plan_export_wh, plan_pv_wh, plan_load_wh, plan_soc_pct, buy_per_kwh, sell_per_kwh, price_known_at, cost, plan_cost, no_battery_cost,
    self_consumption_cost, self_consumption_soc_wh, filled_at)
  select p_site_id, m.starts_at, m.ends_at, p.planning_run_id, m.covered, m.import_wh, m.export_wh, m.pv_wh, m.load_wh, m.battery_charge_wh, m.battery_discharge_wh, m.ev_wh, m.heat_pump_wh, m.heat_wh,
    m.soc_pct, m.outdoor_c,
    exists (select from ems.setpoint as s where s.site_id = p_site_id and s.starts_at < m.ends_at - interval '1 min' and coalesce(s.ended_at, 'infinity') > m.starts_at + interval '1 min'
      and s.expires_at > m.starts_at and s.parameter ->> 'export_allowed' = '0') and coalesce(m.pv_wh, 0) > 0,
    p.grid_import_w * h.hours, p.grid_export_w * h.hours, (p.pv_w - p.curtailed_w) * h.hours, p.load_w * h.hours, p.soc_pct, e.buy_per_kwh, e.sell_per_kwh, e.known_at,
    round(((m.import_wh * e.buy_per_kwh::double precision - m.export_wh * e.sell_per_kwh::double precision) / 1000)::numeric, 6),
    round(((p.grid_import_w * e.buy_per_kwh::double precision - p.grid_export_w * e.sell_per_kwh::double precision) * h.hours / 1000)::numeric, 6),
    round((((m.none_import_wh + m.meter_overhead_wh) * e.buy_per_kwh::double precision - (m.none_export_wh + m.meter_overhead_wh) * e.sell_per_kwh::double precision) / 1000)::numeric, 6),
    round((((i.import_wh + m.meter_overhead_wh) * e.buy_per_kwh::double precision - (i.export_wh + m.meter_overhead_wh) * e.sell_per_kwh::double precision) / 1000)::numeric, 6),
    i.soc_wh, p_at
  from measured as m
  cross join lateral (select extract(epoch from m.ends_at - m.starts_at)::double precision / 3600 as hours) as h
  left join imagined as i on i.slot_at = m.starts_at
  left join price as e on e.starts_at = m.starts_at
  left join lateral ems.fn_plan_interval(p_site_id, m.starts_at) as p on true
  on conflict (site_id, starts_at) do update set (planning_run_id, covered, import_wh, export_wh, pv_wh, load_wh, battery_charge_wh, battery_discharge_wh, ev_wh, heat_pump_wh, heat_wh,
    soc_pct, outdoor_c, curtailed, plan_import_wh, plan_export_wh, plan_pv_wh, plan_load_wh, plan_soc_pct, buy_per_kwh, sell_per_kwh, price_known_at, cost, plan_cost, no_battery_cost,
    self_consumption_cost, self_consumption_soc_wh, filled_at)
    = row (excluded.planning_run_id, excluded.covered, excluded.import_wh, excluded.export_wh, excluded.pv_wh, excluded.load_wh, excluded.battery_charge_wh, excluded.battery_discharge_wh, excluded.ev_wh,
      excluded.heat_pump_wh, excluded.heat_wh, excluded.soc_pct, excluded.outdoor_c, excluded.curtailed, excluded.plan_import_wh, excluded.plan_export_wh, excluded.plan_pv_wh, excluded.plan_load_wh,
      excluded.plan_soc_pct, excluded.buy_per_kwh, excluded.sell_per_kwh, excluded.price_known_at, excluded.cost, excluded.plan_cost, excluded.no_battery_cost, excluded.self_consumption_cost,
      excluded.self_consumption_soc_wh, excluded.filled_at)
    -- minutes fade after two weeks: what was filled with them is not filled again with less
    where o.starts_at > p_at - interval '312 hours' or o.import_wh is null;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function ems.fn_fill_audit_interval(text, timestamptz, timestamptz, timestamptz) is
  'Stores plan and truth of the slots in [p_from, p_to) that are over at p_at: energies as measured, money at the prices valid for the slot, and what it would have cost without a battery and with plain self-consumption '
  '(each minute for itself; phases the meter does not net cost the same in all three). What was filled after the range is filled again, for the imagined battery goes on from it. Filling again gives the same figures unless late telemetry or a corrected price came. Returns rows written. SA404.';
