create or replace function api.override_preview(
  p_site_id text, p_kind text, p_ends_at timestamptz, p_power_w double precision default null, p_energy_wh double precision default null, p_starts_at timestamptz default null
) returns table (cost numeric, energy_wh double precision, power_w double precision, worth_per_kwh numeric, known_until timestamptz, currency text)
language plpgsql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  v_site ems.site;
  v_battery ems.battery;
  v_from timestamptz := coalesce(p_starts_at, now());
  v_power double precision;
  v_room_wh double precision;
  v_soc_pct double precision;
  v_cost numeric := 0;
  v_delta double precision;
  v_wanted double precision;
  v_slot_wh double precision;
  v_grid double precision;
  v_stored double precision := 0;
  v_moved double precision := 0;
  v_worth double precision;
  v_until timestamptz;
  v record;
begin
  select s.* into v_site from ems.site as s where s.site_id = p_site_id;
  if not found then
    raise exception 'no site %', p_site_id using errcode = 'SA404';
  end if;
  if p_ends_at is null or p_ends_at <= v_from then
    raise exception 'an override ends after it starts' using errcode = 'SA422', constraint = 'override_ends_at_check', detail = format('starts_at=%s ends_at=%s', v_from, p_ends_at);
  end if;
  if p_kind not in ('battery_charge', 'battery_hold', 'battery_discharge', 'car_now', 'car_pause', 'heat_boost', 'heat_reduce') then
    raise exception 'what % costs cannot be said beforehand', p_kind using errcode = 'SA422', constraint = 'override_preview_kind', hint = 'It depends on what the devices do by themselves.';
  end if;
  select b.* into v_battery from ems.fn_battery(p_site_id) as b;
  v_soc_pct := (select g.value from ems.fn_site_signal(p_site_id, now()) as g where g.signal = 'soc_pct');
  v_power := coalesce(p_power_w, case p_kind when 'battery_charge' then v_battery.charge_limit_w when 'battery_discharge' then v_battery.discharge_limit_w
    when 'car_now' then (select max(c.highest_a * c.phases * 230.0) from ems.charger as c where c.site_id = p_site_id)
    when 'heat_boost' then (select sum(h.max_w) from ems.heat_pump as h where h.site_id = p_site_id) else 0 end);
  v_room_wh := coalesce(p_energy_wh, case p_kind
    when 'battery_charge' then (v_battery.soc_max_pct - coalesce(v_soc_pct, v_battery.soc_min_pct)) * v_battery.capacity_wh / 100 / v_battery.charge_efficiency
    when 'battery_discharge' then (coalesce(v_soc_pct, v_battery.soc_max_pct) - v_battery.soc_min_pct) * v_battery.capacity_wh / 100 * v_battery.discharge_efficiency end, 'infinity');
  for v in
    select i.*, extract(epoch from least(i.ends_at, p_ends_at) - greatest(i.starts_at, v_from))::double precision / 3600 as hours, i.grid_import_w - i.grid_export_w as grid_w,
      i.battery_charge_w - i.battery_discharge_w as battery_w
    from ems.fn_plan_interval(p_site_id, now()) as c
    join ems.planning_interval as i on i.site_id = c.site_id and i.planning_run_id = c.planning_run_id
    where i.ends_at > v_from and i.starts_at < p_ends_at order by i.starts_at
  loop
    v_wanted := least(v_power, v_room_wh / v.hours);
    v_delta := case p_kind
      when 'battery_charge' then v_wanted - v.battery_w when 'battery_discharge' then -v_wanted - v.battery_w when 'battery_hold' then greatest(v.battery_w, 0) - v.battery_w
      when 'car_now' then v_wanted - v.ev_w when 'car_pause' then -v.ev_w when 'heat_boost' then greatest(v_power - v.heat_pump_w, 0) else -v.heat_pump_w end;
    v_slot_wh := v_delta * v.hours;
    v_room_wh := v_room_wh - v_wanted * v.hours;
    v_grid := v.grid_w + v_delta;
    v_cost := v_cost + ((greatest(v_grid, 0) * v.buy_per_kwh + least(v_grid, 0) * v.sell_per_kwh - greatest(v.grid_w, 0) * v.buy_per_kwh - least(v.grid_w, 0) * v.sell_per_kwh) * v.hours / 1000)::numeric;
    v_moved := v_moved + v_slot_wh;
    v_stored := v_stored + case when split_part(p_kind, '_', 1) = 'battery' then case when v_slot_wh > 0 then v_slot_wh * v_battery.charge_efficiency else v_slot_wh / v_battery.discharge_efficiency end else 0 end;
    v_worth := coalesce(v.energy_value_per_kwh, v_worth);
    v_until := least(v.ends_at, p_ends_at);
  end loop;
  if v_until is null then
    raise exception 'no plan reaches this time' using errcode = 'SA422', constraint = 'override_preview_plan', hint = 'Make a plan first.';
  end if;
  if v_moved <> 0 and (split_part(p_kind, '_', 1) <> 'battery' or v_worth is null) then
    -- what is used now need not be used later, and the other way round: the plan's later slots of the same appliance, or what a kWh costs on average until its end
    select coalesce(sum(l.w * l.buy) / nullif(sum(l.w), 0), avg(l.buy)) into v_worth
    from ems.fn_plan_interval(p_site_id, now()) as c
    join ems.planning_interval as i on i.site_id = c.site_id and i.planning_run_id = c.planning_run_id and i.starts_at >= p_ends_at
    cross join lateral (select case when p_kind like 'car%' then i.ev_w when p_kind like 'heat%' then i.heat_pump_w else 0 end as w, i.buy_per_kwh as buy) as l;
    v_stored := case when split_part(p_kind, '_', 1) = 'battery' then v_stored else v_moved end;
  end if;
  cost := round(v_cost - (v_stored * coalesce(v_worth, 0) / 1000)::numeric, 2);
  energy_wh := v_moved;
  power_w := v_power;
  worth_per_kwh := round(v_worth::numeric, 4);
  known_until := v_until;
  currency := v_site.currency;
  return next;
end
$$;
comment on function api.override_preview(text, text, timestamptz, double precision, double precision, timestamptz) is
  'What an override would cost more than the plan in force, before it is made: the slots it covers, priced at the plan''s prices with the grid taking up the difference, less what the energy is worth afterwards '
  '(battery: the plan''s worth of a stored kWh; car and heat pump: the price of what need not be used later). An estimate: the rest of the plan is left as it is. cost: + dearer, − cheaper; energy_wh: more (+) or less (−) into the device; '
  'known_until: end of the part the plan knows. SA404: no such site; SA422: no end after its start, no plan, or a kind nobody can price.';
