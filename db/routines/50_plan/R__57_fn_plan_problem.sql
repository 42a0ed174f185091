create or replace function ems.fn_plan_problem(p_site_id text, p_from timestamptz, p_to timestamptz, p_at timestamptz, out problem jsonb, out note jsonb, out missing text)
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_site ems.site;
  v_battery ems.battery;
  v_pump ems.heat_pump;
  v_slots integer;
  v_width interval;
  v_known integer;
  v_signal jsonb;
  v_low_price double precision;
begin
  select s.* into v_site from ems.site as s where s.site_id = p_site_id;
  if not found then
    raise exception 'no site %', p_site_id using errcode = 'SA404';
  end if;
  v_width := make_interval(mins => v_site.slot_minutes);
  v_slots := extract(epoch from p_to - p_from) / extract(epoch from v_width);
  select jsonb_object_agg(s.signal, s.value) filter (where s.fresh) into v_signal from ems.fn_site_signal(p_site_id, p_at) as s;
  v_signal := coalesce(v_signal, '{}');

  with price as materialized (
    select * from ems.fn_price_outlook(p_site_id, p_from, p_to, p_at)
  ), load as materialized (
    select * from ems.fn_baseline_consumption(p_site_id, p_from, p_to, p_at)
  ), sun as materialized (
    select * from ems.fn_pv_forecast(p_site_id, p_from, p_to, p_at)
  ), joined as (
    select p.starts_at, p.buy_per_kwh, p.sell_per_kwh, p.estimated, l.mean_w, l.level, s.pv_w, s.basis, s.provider, s.known_at
    from price as p join load as l on l.starts_at = p.starts_at join sun as s on s.starts_at = p.starts_at
  )
  select count(*)::integer,
    jsonb_build_object(
      'start', to_char(p_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'slot_minutes', v_site.slot_minutes,
      'buy_price', jsonb_agg(j.buy_per_kwh order by j.starts_at), 'sell_price', jsonb_agg(j.sell_per_kwh order by j.starts_at),
      'load_w', jsonb_agg(round(j.mean_w::numeric, 1) order by j.starts_at),
      'pv_w', jsonb_agg(round(coalesce(j.pv_w, 0)::numeric, 1) order by j.starts_at),
      'grid', jsonb_build_object('import_limit_w', v_site.fuse_a * v_site.phases * v_site.nominal_voltage_v, 'export_limit_w', v_site.export_limit_w)),
    jsonb_build_object(
      'estimated_price_slots', count(*) filter (where j.estimated), 'load_level', min(j.level),
      'pv_basis', jsonb_build_object('calibrated', count(*) filter (where j.basis = 'calibrated'), 'forecast', count(*) filter (where j.basis = 'forecast'),
        'last_days', count(*) filter (where j.basis = 'last_days'), 'none', count(*) filter (where j.basis = 'none')),
      'forecast_provider', max(j.provider), 'forecast_known_at', max(j.known_at)),
    percentile_cont(0.33) within group (order by j.buy_per_kwh::double precision)
  into v_known, problem, note, v_low_price
  from joined as j;

  if v_known <> v_slots then
    missing := format('prices: %s of %s slots have neither a price nor a typical day', v_slots - v_known, v_slots);
    problem := null;
    return;
  end if;

  select b.* into v_battery from ems.fn_battery(p_site_id) as b;
  if v_battery.site_id is not null then
    if v_signal ? 'soc_pct' then
      problem := problem || jsonb_build_object('battery', ems.fn_battery_problem(v_battery, v_battery.capacity_wh * (v_signal ->> 'soc_pct')::double precision / 100,
        -- what is stored at the end saves buying in the cheaper third of such a day
        ems.fn_stored_value(v_battery, array(select jsonb_array_elements_text(problem -> 'buy_price')::double precision))));
    else
      note := note || '{"battery": "left out: its state of charge is not known"}';
    end if;
  end if;

  problem := problem || jsonb_build_object('ev', (
    select coalesce(jsonb_agg(jsonb_build_object('id', n.ev_id, 'from_slot', x.from_slot, 'to_slot', x.to_slot, 'energy_wh', round(n.energy_wh::numeric, 1),
      'min_w', round((c.lowest_a * c.phases * v_site.nominal_voltage_v)::numeric, 1), 'max_w', round((c.highest_a * c.phases * v_site.nominal_voltage_v)::numeric, 1),
      'efficiency', c.efficiency) order by n.ev_id), '[]')
    from ems.fn_car_need(p_site_id, p_from, p_to, p_at) as n
    join ems.charger as c on c.site_id = p_site_id and c.device_id = n.device_id
    cross join lateral (select greatest(0, ceil(extract(epoch from n.from_at - p_from) / extract(epoch from v_width)))::integer as from_slot,
      least(v_slots, floor(extract(epoch from n.to_at - p_from) / extract(epoch from v_width)))::integer as to_slot) as x
    -- a departure beyond the horizon asks for its share of the time inside
    where n.energy_wh > 0 and x.to_slot > x.from_slot and n.to_at <= p_to + interval '2 hours'));

  select h.* into v_pump from ems.heat_pump as h where h.site_id = p_site_id;
  if v_pump.site_id is not null then
    problem := problem || jsonb_build_object('heat_pump', (
      select jsonb_build_object('heat_demand_w', jsonb_agg(round(d.heat_w::numeric, 1) order by d.starts_at), 'cop', jsonb_agg(round(d.cop::numeric, 3) order by d.starts_at),
        'min_w', v_pump.min_w, 'max_w', v_pump.max_w,
        'store_wh', round((v_pump.store_wh_per_k * least(v_pump.store_swing_k, greatest(0,
          coalesce((v_signal ->> 'tank_c')::double precision - v_pump.dhw_setpoint_c + v_pump.store_swing_k / 2, v_pump.store_swing_k / 2))))::numeric, 1),
        'store_min_wh', 0, 'store_max_wh', v_pump.store_wh_per_k * v_pump.store_swing_k,
        'store_retention', round((v_pump.retention_per_h ^ (extract(epoch from v_width) / 3600))::numeric, 6),
        'terminal_value_per_kwh', round(greatest(0, v_low_price / avg(d.cop))::numeric, 6),
        'min_run_slots', greatest(1, ceil(v_pump.min_run_minutes::numeric / v_site.slot_minutes)), 'min_pause_slots', greatest(1, ceil(v_pump.min_pause_minutes::numeric / v_site.slot_minutes)))
        || case when v_pump.max_starts is null then '{}' else jsonb_build_object('max_starts', v_pump.max_starts) end
      from ems.fn_heat_demand(p_site_id, p_from, p_to, p_at) as d));
  end if;
end
$$;
comment on function ems.fn_plan_problem(text, timestamptz, timestamptz, timestamptz) is
  'Gathers what a plan over [p_from, p_to) rests on, as known at p_at, in the form fn_solve_plan takes; note says where each part comes from and what stands on estimates. '
  'missing names what makes planning impossible (problem is NULL then). SA404: no such site.';
