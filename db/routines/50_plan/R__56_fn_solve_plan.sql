create or replace function ems.fn_solve_plan(p_problem jsonb)
returns jsonb
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  slots  int; dt float8;
  buy    float8[]; sell float8[]; load float8[]; pv float8[];
  import_limit float8; export_limit float8; over float8;
  b      jsonb := p_problem -> 'battery'; h jsonb := p_problem -> 'heat_pump'; e jsonb;
  grid_charge boolean := true; grid_discharge boolean := true;
  stock  float8[] := array[0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1];  -- no battery: one that holds nothing
  car    float8[] := '{}'; name text[] := '{}'; cars int := 0; path text;
  pump   float8[]; demand float8[]; cop float8[]; gain float8[]; run int; pause int; state int; starts int;
  found  record; other record;
  soc    float8; store float8 := 0; before float8; cost float8 := 0; bound float8; gap float8;
  p      float8; q float8; w float8; x float8; net float8; grid float8; used float8; cut float8; best float8; c float8; value float8;
  given  float8[]; lost float8[]; powers jsonb; rows jsonb[] := '{}'; why text; next_best jsonb; low float8; i int; n int;
begin
  -- 1. Read and refuse.
  perform ems.fn_plan_keys(p_problem, 'problem', array['start', 'slot_minutes', 'buy_price', 'sell_price', 'load_w', 'pv_w', 'grid', 'over_limit_per_kwh', 'battery', 'ev', 'heat_pump']);
  if jsonb_typeof(p_problem -> 'start') is distinct from 'string' or p_problem ->> 'start' !~ '^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)$' then
    perform ems.fn_plan_refuse('start', 'is no instant', 'ISO 8601 with an offset, such as 2026-03-29T00:00:00+01:00');
  end if;
  dt := ems.fn_plan_number(p_problem, '', 'slot_minutes', null, 1, 60, true) / 60;
  buy := ems.fn_plan_numbers(p_problem, '', 'buy_price', null, -100000, 100000);
  slots := cardinality(buy);
  sell := ems.fn_plan_numbers(p_problem, '', 'sell_price', slots, -100000, 100000);
  load := ems.fn_plan_numbers(p_problem, '', 'load_w', slots, 0, 1e9);
  pv := ems.fn_plan_numbers(p_problem, '', 'pv_w', slots, 0, 1e9);
  over := ems.fn_plan_number(p_problem, '', 'over_limit_per_kwh', 100, 0, 1e6, false);
  perform ems.fn_plan_keys(p_problem -> 'grid', 'grid', array['import_limit_w', 'export_limit_w']);
  import_limit := ems.fn_plan_number(p_problem -> 'grid', 'grid.', 'import_limit_w', null, 0, 1e9, false);
  export_limit := ems.fn_plan_number(p_problem -> 'grid', 'grid.', 'export_limit_w', null, 0, 1e9, false);
  if b is not null then
    perform ems.fn_plan_keys(b, 'battery', array['soc_wh', 'soc_min_wh', 'soc_max_wh', 'charge_limit_w', 'discharge_limit_w', 'charge_efficiency', 'discharge_efficiency',
      'wear_per_kwh', 'terminal_value_per_kwh', 'grid_charge', 'grid_discharge']);
    grid_charge := ems.fn_plan_flag(b, 'battery.', 'grid_charge');
    grid_discharge := ems.fn_plan_flag(b, 'battery.', 'grid_discharge');
    stock := array[
      ems.fn_plan_number(b, 'battery.', 'soc_wh', null, 0, 1e9, false) / 1000,
      ems.fn_plan_number(b, 'battery.', 'soc_min_wh', null, 0, 1e9, false) / 1000,
      ems.fn_plan_number(b, 'battery.', 'soc_max_wh', null, 0, 1e9, false) / 1000,
      ems.fn_plan_number(b, 'battery.', 'charge_limit_w', null, 0, 1e9, false) / 1000,
      ems.fn_plan_number(b, 'battery.', 'discharge_limit_w', null, 0, 1e9, false) / 1000,
      ems.fn_plan_number(b, 'battery.', 'charge_efficiency', null, 0.01, 1, false) * dt,
      dt / ems.fn_plan_number(b, 'battery.', 'discharge_efficiency', null, 0.01, 1, false),
      ems.fn_plan_number(b, 'battery.', 'wear_per_kwh', null, 0, 100000, false),
      ems.fn_plan_number(b, 'battery.', 'terminal_value_per_kwh', null, -100000, 100000, false),
      grid_charge::int, grid_discharge::int];
    if stock[3] < stock[2] then perform ems.fn_plan_refuse('battery.soc_max_wh', 'is below soc_min_wh', 'at least battery.soc_min_wh'); end if;
  end if;
  if p_problem ? 'ev' then
    if jsonb_typeof(p_problem -> 'ev') <> 'array' then perform ems.fn_plan_refuse('ev', 'is not an array', 'an array of cars, which may be empty'); end if;
    if jsonb_array_length(p_problem -> 'ev') > 20 then perform ems.fn_plan_refuse('ev', 'has more than 20 cars', 'at most 20 cars'); end if;
    for e in select u.value from jsonb_array_elements(p_problem -> 'ev') with ordinality as u (value, n) order by u.n loop
      path := format('ev[%s]', cars);
      perform ems.fn_plan_keys(e, path, array['id', 'from_slot', 'to_slot', 'energy_wh', 'min_w', 'max_w', 'efficiency', 'shortfall_per_kwh']);
      path := path || '.';
      if jsonb_typeof(e -> 'id') is distinct from 'string' then perform ems.fn_plan_refuse(path || 'id', 'is no text', 'a text of its own for each car'); end if;
      if e ->> 'id' = any (name) then perform ems.fn_plan_refuse(path || 'id', 'is the id of another car', 'a text of its own for each car'); end if;
      name := name || (e ->> 'id');
      car := car || array[
        ems.fn_plan_number(e, path, 'from_slot', null, 0, slots, true) + 1,
        ems.fn_plan_number(e, path, 'to_slot', null, 0, slots, true),
        ems.fn_plan_number(e, path, 'energy_wh', null, 0, 1e9, false) / 1000,
        ems.fn_plan_number(e, path, 'min_w', null, 0, 1e9, false) / 1000,
        ems.fn_plan_number(e, path, 'max_w', null, 0, 1e9, false) / 1000,
        ems.fn_plan_number(e, path, 'efficiency', null, 0.01, 1, false) * dt,
        ems.fn_plan_number(e, path, 'shortfall_per_kwh', 50, 0, 1e6, false)];
      if car[7 * cars + 1] > car[7 * cars + 2] then perform ems.fn_plan_refuse(path || 'from_slot', 'is not before to_slot', 'less than to_slot'); end if;
      if car[7 * cars + 4] > car[7 * cars + 5] then perform ems.fn_plan_refuse(path || 'min_w', 'is above max_w', 'at most max_w'); end if;
      cars := cars + 1;
      -- what cannot be reached is missing whatever is done
      lost[cars] := greatest(0, car[7 * cars - 4] - (car[7 * cars - 5] - car[7 * cars - 6] + 1) * car[7 * cars - 2] * car[7 * cars - 1]);
      car[7 * cars - 4] := car[7 * cars - 4] - lost[cars];
    end loop;
  end if;
  if h is not null then
    perform ems.fn_plan_keys(h, 'heat_pump', array['heat_demand_w', 'cop', 'min_w', 'max_w', 'store_wh', 'store_min_wh', 'store_max_wh', 'store_retention', 'shortfall_per_kwh',
      'terminal_value_per_kwh', 'min_run_slots', 'min_pause_slots', 'max_starts', 'state_slots']);
    demand := ems.fn_plan_numbers(h, 'heat_pump.', 'heat_demand_w', slots, 0, 1e9);
    cop := ems.fn_plan_numbers(h, 'heat_pump.', 'cop', slots, 0.01, 100);
    pump := array[
      ems.fn_plan_number(h, 'heat_pump.', 'store_wh', null, 0, 1e9, false) / 1000,
      ems.fn_plan_number(h, 'heat_pump.', 'store_min_wh', null, 0, 1e9, false) / 1000,
      ems.fn_plan_number(h, 'heat_pump.', 'store_max_wh', null, 0, 1e9, false) / 1000,
      ems.fn_plan_number(h, 'heat_pump.', 'store_retention', null, 0.01, 1, false),
      ems.fn_plan_number(h, 'heat_pump.', 'shortfall_per_kwh', 20, 0, 1e6, false),
      ems.fn_plan_number(h, 'heat_pump.', 'terminal_value_per_kwh', null, -100000, 100000, false),
      ems.fn_plan_number(h, 'heat_pump.', 'min_w', null, 0, 1e9, false) / 1000,
      ems.fn_plan_number(h, 'heat_pump.', 'max_w', null, 0, 1e9, false) / 1000];
    run := ems.fn_plan_number(h, 'heat_pump.', 'min_run_slots', 1, 0, 48, true);
    pause := ems.fn_plan_number(h, 'heat_pump.', 'min_pause_slots', 1, 0, 48, true);
    starts := ems.fn_plan_number(h, 'heat_pump.', 'max_starts', 'infinity', 0, 3000, true);
    state := ems.fn_plan_number(h, 'heat_pump.', 'state_slots', 'infinity', -100000, 100000, true);
    if pump[3] < pump[2] then perform ems.fn_plan_refuse('heat_pump.store_max_wh', 'is below store_min_wh', 'at least heat_pump.store_min_wh'); end if;
    if pump[7] > pump[8] then perform ems.fn_plan_refuse('heat_pump.min_w', 'is above max_w', 'at most heat_pump.max_w'); end if;
    for t in 1..slots loop gain[t] := dt * cop[t]; demand[t] := dt * demand[t] / 1000; end loop;
    store := pump[1] * 1000;
  end if;

  -- 2. Plan, in kW, kWh and money a kW and slot.
  for t in 1..slots loop buy[t] := buy[t] * dt; sell[t] := sell[t] * dt; load[t] := load[t] / 1000; pv[t] := pv[t] / 1000; end loop;
  over := over * dt; import_limit := import_limit / 1000; export_limit := export_limit / 1000;
  found := ems.fn_plan_house(buy, sell, over, import_limit, export_limit, load, pv, stock, car, pump, run, pause, state, starts, demand, gain, 'SBCBRBJBPBCBSRBCBSRBFBFBFBFBCBPBXYBJBCBPBCB');

  -- 3. Say it in W and Wh, and account for what is said.
  soc := stock[1] * 1000; given := array_fill(0::float8, array[greatest(cars, 1)]); low := least(stock[1], stock[2]);
  for t in 1..slots loop
    w := round((coalesce(found.pump[t], 0) * 1000)::numeric, 3); x := w; powers := '{}';
    for k in 1..cars loop
      p := round((found.car[(k - 1) * slots + t] * 1000)::numeric, 3); x := x + p;
      powers := powers || jsonb_build_object(name[k], trim_scale(round(p::numeric, 3))); given[k] := given[k] + p * car[7 * k - 1];
    end loop;
    p := round((found.battery[t] * 1000)::numeric, 3);
    q := p * case when p > 0 then stock[6] else stock[7] end;
    cost := cost + stock[8] * abs(q) / 1000;
    before := soc / 1000; soc := soc + q; x := x + p;
    if h is not null then
      c := pump[4] * store + gain[t] * w - demand[t] * 1000;
      store := greatest(c, pump[2] * 1000); cost := cost + pump[5] * (store - c) / 1000;
    end if;
    -- How much PV to hold back: as little as costs least.
    net := (load[t] - pv[t]) * 1000 + x; cut := pv[t] * 1000; best := 'infinity'; used := 0;
    if not grid_charge then cut := greatest(0, cut - greatest(p, 0)); end if;
    foreach c in array array[net, 0, -export_limit * 1000, import_limit * 1000, net + cut] loop
      continue when c < net - 1e-6 or c > net + cut + 1e-6 or c < -export_limit * 1000 - 1e-3;
      value := case when c < 0 then sell[t] * c else buy[t] * c + over * greatest(0, c - import_limit * 1000) end;
      if value < best - 1e-9 or value < best + 1e-9 and c < used then best := value; used := c; end if;
    end loop;
    if best = 'infinity' then used := net + cut; end if;
    cut := round(least(greatest(used - net, 0), pv[t] * 1000)::numeric, 3);
    used := round((pv[t] * 1000)::numeric, 3) - cut; grid := round((net + cut)::numeric, 3);
    cost := cost + grid / 1000 * case when grid > 0 then buy[t] else sell[t] end + over * greatest(0, grid / 1000 - import_limit);
    -- Worth of a stored kWh.
    value := null; next_best := null;
    if b is not null then
      i := found.v_at[t + 1]; n := case when t = slots then 1 when t = 1 then cardinality(found.v_slope) else found.v_at[t] - 1 end; c := soc / 1000 - low;
      while i < n and c >= found.v_length[i] - 1e-6 loop c := c - found.v_length[i]; i := i + 1; end loop;
      value := coalesce(-found.v_slope[i], stock[9]);
      other := ems.fn_plan_next_best(stock, before, p / 1000, (net - p) / 1000, pv[t], buy[t], sell[t], over, import_limit, export_limit, found.v_slope, found.v_length, found.v_at[t + 1], n,
        greatest(-stock[5], -load[t] - (x - p) / 1000 - case when grid_discharge then export_limit else 0 end), case when grid_charge then stock[4] else least(stock[4], pv[t]) end);
      if other.action is not null then next_best := jsonb_build_object('action', other.action, 'extra_cost', trim_scale(round(other.extra_cost::numeric, 6))); end if;
    end if;
    why := case
      when p > 1 and grid > 1 and net - p < -1 then 'charge_from_pv_and_grid'
      when p > 1 and grid > 1 then 'charge_cheap_grid'
      when p > 1 then 'charge_from_pv'
      when p < -1 and grid < -1 then 'discharge_to_grid'
      when p < -1 then 'discharge_to_load'
      when cut > 1 and sell[t] < 0 then 'curtail_negative_price'
      when cut > 1 then 'curtail_export_limit'
      when w > 1 then 'heat'
      when x > 1 then 'charge_car'
      when grid < -1 and b is not null and soc / 1000 >= stock[3] - 0.001 then 'battery_full'
      when grid < -1 then 'export_surplus'
      when grid > 1 and b is not null and soc / 1000 > stock[2] + 0.001 then 'hold_for_later'
      when grid > 1 and b is not null then 'battery_empty'
      else 'import_load' end;
    rows[t] := jsonb_build_object('slot', t - 1, 'grid_w', trim_scale(round(grid::numeric, 3)), 'pv_used_w', trim_scale(round(used::numeric, 3)), 'curtailed_w', trim_scale(round(cut::numeric, 3)),
      'battery_w', trim_scale(round(p::numeric, 3)), 'soc_wh', trim_scale(round(soc::numeric, 3)), 'ev_w', powers, 'heat_pump_w', trim_scale(round(w::numeric, 3)),
      'store_wh', trim_scale(round(store::numeric, 3)), 'energy_value_per_kwh', trim_scale(round(value::numeric, 6)), 'reason', why, 'next_best', next_best);
  end loop;
  cost := cost - stock[9] * soc / 1000;
  if h is not null then cost := cost - pump[6] * store / 1000; end if;
  bound := found.bound;
  for k in 1..cars loop
    cost := cost + car[7 * k] * greatest(0, car[7 * k - 4] + lost[k] - given[k] / 1000); bound := bound + car[7 * k] * lost[k];
  end loop;
  cost := round(cost::numeric, 6);
  bound := floor(least(bound - 1e-7 * abs(bound), cost)::numeric * 1000000) / 1000000;
  gap := round(((cost - bound) / greatest(1, abs(bound)))::numeric, 9);
  return jsonb_build_object('status', case when gap <= 1e-5 then 'optimal' else 'feasible' end, 'cost', trim_scale(round(cost::numeric, 6)), 'lower_bound', trim_scale(round(bound::numeric, 6)), 'gap', trim_scale(round(gap::numeric, 9)), 'slots', to_jsonb(rows),
    'ev', (select coalesce(jsonb_agg(jsonb_build_object('id', name[k], 'delivered_wh', trim_scale(round(given[k]::numeric, 3)),
      'shortfall_wh', trim_scale(round(greatest(0, (car[7 * k - 4] + lost[k]) * 1000 - given[k])::numeric, 3))) order by k), '[]') from generate_series(1, cars) as k));
end;
$$;
comment on function ems.fn_solve_plan(jsonb) is
  'Plans a house: the cheapest battery, car, heat-pump and curtailment powers over the slots of p_problem (docs/decisions/0010-planner.md; W, Wh, currency and currency per kWh). '
  'Result: status (optimal: proven to 1e-5, else feasible), cost, lower_bound (no plan costs less), gap, slots, ev. Each slot has grid_w (+ imports, − exports), pv_used_w, curtailed_w, battery_w (+ charges, − discharges), '
  'soc_wh and store_wh at its end, ev_w by id, heat_pump_w, energy_value_per_kwh (worth of one more stored kWh at its end; NULL without a battery), reason, '
  'and next_best: what the battery might do instead (action) and what that costs more over the horizon (extra_cost, all that follows answering best; NULL where it can do nothing else). '
  'Reasons: charge_from_pv, charge_cheap_grid, charge_from_pv_and_grid, discharge_to_load, discharge_to_grid; while the battery rests curtail_negative_price, curtail_export_limit, heat, charge_car, '
  'battery_full, export_surplus, hold_for_later, battery_empty, import_load. '
  '22023 for a problem that breaks a rule: DETAIL names the key, HINT says what it should be.';
