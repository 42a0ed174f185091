create or replace function api.override_preview(
  p_site_id text, p_kind text, p_ends_at timestamptz, p_power_w double precision default null, p_energy_wh double precision default null, p_starts_at timestamptz default null
) returns table (cost numeric, energy_wh double precision, power_w double precision, known_until timestamptz, currency text)
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  v_site ems.site;
  v_battery ems.battery;
  v_run ems.planning_run;
  v_from timestamptz := coalesce(p_starts_at, now());
  v_width double precision;
  v_slots integer;
  v_first integer;
  v_last integer;
  v_cost double precision;
  v_plan jsonb;
begin
  perform ems.fn_member_require(p_site_id, 'operator');
  select s.* into v_site from ems.site as s where s.site_id = p_site_id;
  if p_ends_at is null or p_ends_at <= v_from then
    raise exception 'an override ends after it starts' using errcode = 'SA422', constraint = 'override_ends_at_check', detail = format('starts_at=%s ends_at=%s', v_from, p_ends_at);
  end if;
  if p_kind not in ('battery_charge', 'battery_hold', 'battery_discharge', 'car_now', 'car_pause', 'heat_boost', 'heat_reduce') then
    raise exception 'what % costs cannot be said beforehand', p_kind using errcode = 'SA422', constraint = 'override_preview_kind', hint = 'It depends on what the devices do by themselves.';
  end if;
  -- The newest problem that was planned, whether its plan was worth a change or not.
  select r.* into v_run from ems.planning_run as r where r.site_id = p_site_id and r.cost is not null and r.horizon_from <= v_from and r.horizon_to > v_from order by r.known_at desc, r.planning_run_id desc limit 1;
  if v_run.planning_run_id is null or split_part(p_kind, '_', 1) = 'battery' and not v_run.problem ? 'battery' or p_kind like 'heat%' and not v_run.problem ? 'heat_pump' then
    raise exception 'no plan reaches this time' using errcode = 'SA422', constraint = 'override_preview_plan', hint = 'Make a plan first.';
  end if;
  select b.* into v_battery from ems.fn_battery(p_site_id) as b;
  power_w := coalesce(p_power_w, case p_kind when 'battery_charge' then v_battery.charge_limit_w when 'battery_discharge' then v_battery.discharge_limit_w
    when 'car_now' then (select max(c.highest_a * c.phases * v_site.nominal_voltage_v) from ems.charger as c where c.site_id = p_site_id)
    when 'heat_boost' then (v_run.problem #>> '{heat_pump,max_w}')::double precision else 0 end);
  -- its plan, which is stored where it was accepted
  if v_run.accepted then
    select jsonb_build_object('cost', v_run.cost, 'slots', jsonb_agg(jsonb_build_object('battery_w', i.battery_charge_w - i.battery_discharge_w, 'ev_w', i.ev, 'heat_pump_w', i.heat_pump_w,
      'grid_w', i.grid_import_w - i.grid_export_w) order by i.starts_at)) into v_plan
    from ems.planning_interval as i where i.site_id = p_site_id and i.planning_run_id = v_run.planning_run_id;
  else
    v_plan := ems.fn_solve_plan(v_run.problem);
  end if;
  -- whole slots, those of which it holds the larger part; at least one
  v_width := (v_run.problem ->> 'slot_minutes')::double precision * 60;
  v_slots := jsonb_array_length(v_run.problem -> 'buy_price');
  v_first := least(v_slots - 1, round(extract(epoch from v_from - v_run.horizon_from) / v_width));
  v_last := least(v_slots, greatest(v_first + 1, round(extract(epoch from p_ends_at - v_run.horizon_from) / v_width)));
  select c.cost, c.energy_wh into v_cost, energy_wh from ems.fn_override_cost(v_run.problem, v_plan, p_kind, v_first, least(v_last, v_slots - 1), power_w, p_energy_wh) as c;
  cost := round(v_cost::numeric, 2);
  known_until := least(p_ends_at, v_run.horizon_to);
  currency := v_site.currency;
  return next;
end
$$;
comment on function api.override_preview(text, text, timestamptz, double precision, double precision, timestamptz) is
  'What an override would cost more than the plan, before it is made: it is planned again with it. Slots to its end run as planned but for the device, the rest is planned anew from where that leaves battery, cars and heat (ems.fn_override_cost), '
  'on the newest problem that was planned. Whole slots. cost: + dearer, − cheaper; energy_wh: more (+) or less (−) into the device than planned; power_w: what it would do; '
  'known_until: end of the part the plan knows. SA404: no such site; SA422: no end after its start, no plan, or a kind nobody can price.';
