-- Two hours of a small house, worked out by hand. Buy 4 and 6, sell 2 and 3; load 1 and 2 kW, PV 3 and 0 kW;
-- 2 kWh stored between 1 and 5, 3 kW either way at 90 %, wear 0.5 per kWh of change, 1 for each kWh that is left.
begin;
select plan(22);
create temporary table p as select '{"start": "2026-01-15T00:00:00Z", "slot_minutes": 60, "buy_price": [4, 6], "sell_price": [2, 3], "load_w": [1000, 2000], "pv_w": [3000, 0], "grid": {"import_limit_w": 17000, "export_limit_w": 10000},
  "battery": {"soc_wh": 2000, "soc_min_wh": 1000, "soc_max_wh": 5000, "charge_limit_w": 3000, "discharge_limit_w": 3000, "charge_efficiency": 0.9, "discharge_efficiency": 0.9, "wear_per_kwh": 0.5, "terminal_value_per_kwh": 1}, "ev": []}'::jsonb as problem;
create function pg_temp.run(p_mode text[], p_power double precision[] default '{0,0}', p_flexible double precision[] default '{0,0}', p_curtailed double precision[] default '{0,0}', p_change jsonb default '{}') returns numeric language sql as $$
  select round(ems.fn_plan_execute(case when p_change ? 'battery' then problem || jsonb_build_object('battery', (problem -> 'battery') || (p_change -> 'battery')) || (p_change - 'battery') else problem || p_change end, p_mode, p_power, p_flexible, p_curtailed)::numeric, 5) from p $$;
select is(pg_temp.run('{self_consumption,self_consumption}'), 0.43333, 'self-consumption: 2 kW in, 2 kW out, nothing bought; wear 0.9 + 1.11111, 1.57778 left');
select is(pg_temp.run('{hold,hold}'), 9.10000, 'hold: charges what is left over, then buys 2 kWh at 6; wear 0.9, 3.8 left');
select is(pg_temp.run('{idle,hold}'), 6.00000, 'idle, then hold: sells 2 kWh at 2, buys 2 at 6; 2 left');
select is(pg_temp.run('{idle,idle}'), 2.10000, 'idle covers what is missing: 0.9 kWh out, buys 1.1 at 6; wear 0.5, 1 left');
select is(pg_temp.run('{charge,self_consumption}', '{3000,0}'), 3.98333, 'charge at 3 kW: buys 1 kWh at 4; wear 1.35 + 1.11111, 2.47778 left');
select is(pg_temp.run('{charge,self_consumption}', '{500,0}'), 0.43333, 'charge takes at least what the sun leaves over');
select is(pg_temp.run('{self_consumption,discharge}', '{0,-3000}'), -0.26000, 'discharge to the floor: 2.52 kWh out, 0.52 sold at 3; wear 0.9 + 1.4, 1 left');
select is(pg_temp.run('{self_consumption,discharge}', '{0,-500}'), 0.43333, 'discharge gives at least what the house misses');
select is(pg_temp.run('{idle,hold}', p_flexible => '{500,1000}'), 13.00000, 'cars and heat pump on top: sells 1.5, buys 3 kWh');
select is(pg_temp.run('{hold,hold}', p_curtailed => '{2500,0}'), 12.00000, 'PV held back: buys 0.5 kWh at 4 and 2 at 6');
select is(pg_temp.run('{hold,hold}', p_curtailed => '{9999,0}'), 14.00000, 'no more is held back than there is');
select is(pg_temp.run('{idle,hold}', p_change => '{"grid": {"import_limit_w": 17000, "export_limit_w": 1000}}'), 8.00000, 'the grid operator takes 1 kW and not more');
select is(pg_temp.run('{idle,hold}', p_change => '{"sell_price": [-2, 3]}'), 14.00000, 'who sells at a negative price pays');
select is(pg_temp.run('{idle,hold}', p_change => '{"buy_price": [4, -6]}'), -18.00000, 'who buys at one is paid');
select is(pg_temp.run('{self_consumption,hold}', p_change => '{"battery": {"soc_wh": 4900}}'), 3.27222, 'a full battery takes what fits, 111.1 W for the hour: sells 1.88889, buys 2 kWh; wear 0.05, 5 left');
select is(pg_temp.run('{self_consumption,self_consumption}', p_change => '{"battery": {"soc_wh": 500, "charge_limit_w": 0}}'), -4 + 12 - 0.5, 'below the floor it gives nothing, and is not filled up by force');
select is(pg_temp.run('{self_consumption,self_consumption}', p_change => '{"battery": {"soc_wh": 6000, "discharge_limit_w": 0}}'), -4 + 12 - 6.0, 'above the ceiling it takes nothing, and is not emptied by force');
select is((select round(ems.fn_plan_execute(problem - 'battery', '{hold,charge}', '{0,3000}', '{0,0}', '{0,0}')::numeric, 5) from p), 8.00000, 'a house without a battery only buys and sells');
select is((select round(ems.fn_plan_execute(problem || '{"slot_minutes": 15}', '{idle,hold}', '{0,0}', '{0,0}', '{0,0}')::numeric, 5) from p), 0.00000, 'quarter-hours count a quarter: −1 + 3, and 2 left');
select is_empty($$
  select a, b from unnest('{self_consumption,hold,idle,charge,discharge}'::text[]) as a cross join unnest('{self_consumption,hold,idle,charge,discharge}'::text[]) as b
  where pg_temp.run(array[a, b], array[case a when 'charge' then 9999 else -9999 end, case b when 'charge' then 9999 else -9999 end]) is null $$, 'every pair of ways has a price');
select is_empty($$
  select w from generate_series(0, 9000, 500) as w where pg_temp.run('{charge,charge}', array[w, w]) is distinct from pg_temp.run('{charge,charge}', array[least(w, 3000), least(w, 3000)]) $$, 'property: the battery obeys its limit whatever is asked');
select is_empty($$
  select s from generate_series(0, 6000, 250) as s
  where pg_temp.run('{discharge,discharge}', '{-9999,-9999}', p_change => jsonb_build_object('battery', jsonb_build_object('soc_wh', s, 'wear_per_kwh', 0, 'terminal_value_per_kwh', 0)))
    < pg_temp.run('{idle,hold}', p_change => jsonb_build_object('battery', jsonb_build_object('wear_per_kwh', 0, 'terminal_value_per_kwh', 0))) - greatest(0, s - 1000) * 0.9 / 1000 * 6 - 0.0001 $$,
  'property: no more comes out of it than is above its floor');
select * from finish();
rollback;
