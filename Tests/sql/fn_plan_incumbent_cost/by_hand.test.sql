-- What the plan in force would cost over the horizon of a new problem: the new one must be worth more.
begin;
select plan(12);
select test.house();
-- four slots of a quarter-hour, no battery: buy 4, sell 1; load 1000 W; PV 0, 0, 3000, 0
create function pg_temp.problem(p_more jsonb default '{}') returns jsonb language sql as $$
  select '{"slot_minutes": 15, "start": "2026-01-15T10:00:00Z", "buy_price": [4, 4, 4, 8], "sell_price": [1, 1, 1, 1], "load_w": [1000, 1000, 1000, 1000], "pv_w": [0, 0, 3000, 0], "export_limit_w": 10000, "import_limit_w": 17000, "ev": []}'::jsonb || p_more $$;
create function pg_temp.of(p_slots jsonb, p_more jsonb default '{}') returns numeric language plpgsql volatile as $$
declare
  v_id bigint := test.plan('home01', '2026-01-15 10:00Z', p_slots);
begin
  return round(ems.fn_plan_incumbent_cost('home01', v_id, pg_temp.problem(p_more), '2026-01-15 10:00Z')::numeric, 6);
end
$$;
-- 0.25 × 4 + 0.25 × 4 − 0.5 × 1 + 0.25 × 8
select is(pg_temp.of('[{"n": 4}]'), 3.5, 'import and export as they come: 1 + 1 − 0.5 + 2');
select is(pg_temp.of('[{"n": 2}]'), 3.5, 'slots it does not cover run by themselves');
select is(pg_temp.of('[{"n": 3, "heat_pump_w": 0}, {"heat_pump_w": 2000}]'), 7.5, 'what it would run is paid at the new prices: 0.5 kWh × 8 more');
select is(pg_temp.of('[{"n": 2}, {"pv_w": 3000, "curtailed_w": 3000}, {}]'), 5.0, 'what it would hold back earns nothing: 1 instead of −0.5') ;
-- a car that wants 1000 Wh by the end, at 0.9 into the battery and 50 a kWh that is missing
select is(pg_temp.of('[{"n": 4}]', '{"ev": [{"id": "charger:1", "from_slot": 0, "to_slot": 4, "energy_wh": 1000, "efficiency": 0.9, "shortfall_per_kwh": 50}]}'), 53.5, 'a car it leaves empty costs what the shortfall is worth');
select is(pg_temp.of('[{"ev": {"charger:1": 2000}}, {"n": 3}]', '{"ev": [{"id": "charger:1", "from_slot": 0, "to_slot": 4, "energy_wh": 1000, "efficiency": 0.9, "shortfall_per_kwh": 50}]}'), 33.0, 'half full: 0.5 kWh at 4 bring 450 Wh, the other 550 are missing');
select is(pg_temp.of('[{"n": 3}, {"ev": {"charger:1": 2000}}]', '{"ev": [{"id": "charger:1", "from_slot": 0, "to_slot": 3, "energy_wh": 1000, "efficiency": 0.9, "shortfall_per_kwh": 50}]}'), 57.5, 'what comes after it has left does not count');
select is(pg_temp.of('[{"ev": {"other": 2000}}, {"n": 3}]', '{"ev": [{"id": "charger:1", "from_slot": 0, "to_slot": 4, "energy_wh": 1000, "efficiency": 0.9}]}'), 55.5, 'nor what another charger got; a missing price of shortfall is 50');
-- 2 kW of heat wanted all the time, 500 Wh of it in store above the least
select is(pg_temp.of('[{"n": 4}]', '{"heat_pump": {"heat_demand_w": [2000, 2000, 2000, 2000], "cop": [3, 3, 3, 3], "min_w": 500, "max_w": 10000, "store_wh": 1000, "store_min_wh": 500, "store_max_wh": 3000, "store_retention": 1, "terminal_value_per_kwh": 1}}'), 33.0, 'a store it leaves cold: 1500 Wh missing at 20, 500 Wh left at 1');
select is(pg_temp.of('[{"heat_pump_w": 1000}, {"n": 3}]', '{"heat_pump": {"heat_demand_w": [2000, 2000, 2000, 2000], "cop": [3, 3, 3, 3], "min_w": 500, "max_w": 10000, "store_wh": 1000, "store_min_wh": 500, "store_max_wh": 3000, "store_retention": 1, "terminal_value_per_kwh": 1}}'), 19.0, 'a quarter of an hour at COP 3: 750 Wh less are missing, for 1');
select is(pg_temp.of('[{"heat_pump_w": 10000}, {"n": 3}]', '{"heat_pump": {"heat_demand_w": [2000, 2000, 2000, 2000], "cop": [3, 3, 3, 3], "min_w": 500, "max_w": 10000, "store_wh": 1000, "store_min_wh": 500, "store_max_wh": 3000, "store_retention": 1, "terminal_value_per_kwh": 1}}'), 12.0, 'more than the store takes is paid and not kept: 1500 Wh are left');
select is(ems.fn_plan_version(), ems.fn_plan_version(), 'the solver has a version') ;
select * from finish();
rollback;
