-- An override costs what the best plan with it costs more than the best plan without it.
begin;
select plan(11);
create temporary table problem as select '{"start": "2026-06-10T00:00:00Z", "slot_minutes": 60, "buy_price": [4, 4, 4, 4], "sell_price": [1, 1, 1, 1], "load_w": [500, 500, 500, 500], "pv_w": [0, 0, 0, 0],
  "grid": {"import_limit_w": 17000, "export_limit_w": 10000}, "ev": []}'::jsonb as house,
  '{"soc_wh": 5000, "soc_min_wh": 0, "soc_max_wh": 10000, "charge_limit_w": 2000, "discharge_limit_w": 2000, "charge_efficiency": 1, "discharge_efficiency": 1, "wear_per_kwh": 0, "terminal_value_per_kwh": 3}'::jsonb as battery,
  '{"id": "a", "from_slot": 0, "to_slot": 4, "energy_wh": 2000, "min_w": 1000, "max_w": 2000, "efficiency": 1}'::jsonb as car,
  '{"heat_demand_w": [1000, 1000, 1000, 1000], "cop": [2, 2, 2, 2], "min_w": 0, "max_w": 2000, "store_wh": 2000, "store_min_wh": 0, "store_max_wh": 4000, "store_retention": 1, "terminal_value_per_kwh": 2}'::jsonb as pump;
create function pg_temp.price(p_add jsonb, p_kind text, p_first integer, p_last integer, p_power_w double precision, p_energy_wh double precision default null) returns text language sql as
  $$ select concat_ws(' ', round(c.cost::numeric, 4)::double precision, round(c.energy_wh::numeric)) from problem, ems.fn_override_cost(house || p_add, ems.fn_solve_plan(house || p_add), p_kind, p_first, p_last, p_power_w, p_energy_wh) as c $$;

-- as planned the battery serves 500 W at 4, for what is left is worth 3
select is(pg_temp.price((select jsonb_build_object('battery', battery) from problem), 'battery_charge', 0, 1, 2000), '2.5 2500', '2 kWh bought at 4 and worth 3, and half a kWh not served');
select is(pg_temp.price((select jsonb_build_object('battery', battery) from problem), 'battery_charge', 0, 1, 2000, 1000), '1.5 1500', 'an amount ends it');
select is(pg_temp.price((select jsonb_build_object('battery', battery) from problem), 'battery_discharge', 0, 1, 2000), '3 -1500', '1.5 kWh sold at 1 that are worth 3');
select is(pg_temp.price((select jsonb_build_object('battery', battery) from problem), 'battery_hold', 1, 3, 0), '1 1000', 'a kWh bought at 4 instead of served for 3');
select is(pg_temp.price((select jsonb_build_object('battery', battery || '{"soc_wh": 9000}') from problem), 'battery_charge', 0, 2, 2000), '2 2000', 'no more than fits in');
select is(pg_temp.price((select jsonb_build_object('battery', battery, 'grid', '{"import_limit_w": 1500, "export_limit_w": 10000}'::jsonb) from problem), 'battery_charge', 0, 1, 2000), '1.5 1500', 'nor past the main fuse');
select is(pg_temp.price((select jsonb_build_object('ev', jsonb_build_array(car)) from problem), 'car_now', 0, 1, 2000), '0 ' || (select round(2000 - coalesce((ems.fn_solve_plan(house || jsonb_build_object('ev', jsonb_build_array(car))) #>> '{slots,0,ev_w,a}')::numeric, 0)) from problem),
  'a car charged now need not be later, at the same price');
select is(pg_temp.price((select jsonb_build_object('ev', jsonb_build_array(car), 'buy_price', '[1, 4, 4, 4]'::jsonb) from problem), 'car_pause', 0, 1, 0), '6 -2000', 'a car kept from the cheap hour pays the dear one');
select is(pg_temp.price((select jsonb_build_object('ev', jsonb_build_array(car || '{"to_slot": 1}')) from problem), 'car_pause', 0, 1, 0), '92 -2000', 'a car that leaves in the meantime lacks its energy: 50 a kWh less the 4 saved');
select is((select round(cost::numeric, 2) from problem, ems.fn_override_cost(house || jsonb_build_object('heat_pump', pump), ems.fn_solve_plan(house || jsonb_build_object('heat_pump', pump)), 'heat_boost', 0, 1, 1500, null)), 0.00, 'heat made early at the same price costs nothing while nothing is lost');
select is_empty($$ select k.kind, f.first, l.last, c.cost from problem, unnest('{battery_charge,battery_hold,battery_discharge}'::text[]) as k (kind), generate_series(0, 3) as f (first), generate_series(1, 3) as l (last),
  lateral (select house || jsonb_build_object('battery', battery, 'buy_price', '[5, 1, 3, 6]'::jsonb, 'pv_w', '[0, 3000, 900, 0]'::jsonb) as house) as h,
  ems.fn_override_cost(h.house, ems.fn_solve_plan(h.house), k.kind, f.first, l.last, 1700, null) as c
  where l.last > f.first and c.cost < -1e-6 $$, 'property: with one battery nothing is better than the plan');
select * from finish();
rollback;
