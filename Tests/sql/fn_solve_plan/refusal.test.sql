-- A problem that breaks a rule is refused with the key it breaks it at, and with what it should be.
begin;
select plan(53);
create temporary table p as select '{"start": "2026-03-29T00:00:00+01:00", "slot_minutes": 15, "buy_price": [1, 5], "sell_price": [0.5, 0.5], "load_w": [1000, 1000], "pv_w": [0, 0], "grid": {"import_limit_w": 10000, "export_limit_w": 0},
  "battery": {"soc_wh": 0, "soc_min_wh": 0, "soc_max_wh": 2000, "charge_limit_w": 3000, "discharge_limit_w": 3000, "charge_efficiency": 0.9, "discharge_efficiency": 0.9, "wear_per_kwh": 0, "terminal_value_per_kwh": 0},
  "ev": [{"id": "a", "from_slot": 0, "to_slot": 2, "energy_wh": 100, "min_w": 1000, "max_w": 3000, "efficiency": 0.9}],
  "heat_pump": {"heat_demand_w": [2000, 2000], "cop": [2, 2], "min_w": 1000, "max_w": 3000, "store_wh": 0, "store_min_wh": 0, "store_max_wh": 4000, "store_retention": 1, "terminal_value_per_kwh": 0}}'::jsonb as problem;
-- the key and whether there is a hint; or the status of the plan
create function pg_temp.told(p_problem jsonb) returns text language plpgsql as $$
declare v_key text; v_hint text;
begin
  return ems.fn_solve_plan(p_problem) ->> 'status';
exception when sqlstate '22023' then
  get stacked diagnostics v_key = pg_exception_detail, v_hint = pg_exception_hint;
  return v_key || case when v_hint = '' then ' without a hint' else '' end;
end $$;
create function pg_temp.with(p_path text[], p_value jsonb) returns text language sql as $$ select pg_temp.told(jsonb_set(problem, p_path, p_value)) from p $$;
create function pg_temp.without(p_path text[]) returns text language sql as $$ select pg_temp.told(problem #- p_path) from p $$;

select ok((select pg_temp.told(problem) in ('optimal', 'feasible') from p), 'the problem itself is good');
select ok((select pg_temp.told(problem - 'battery' - 'ev' - 'heat_pump') = 'optimal' from p), 'devices may be absent');
select is(pg_temp.told(null), 'problem', 'NULL is no problem');
select is(pg_temp.told('[]'), 'problem', 'neither is an array');
select is(pg_temp.with('{surprise}', '1'), 'surprise', 'an unknown key');
select is(pg_temp.with('{grid,surprise}', '1'), 'grid.surprise', 'an unknown key of the grid');
select is(pg_temp.with('{battery,surprise}', '1'), 'battery.surprise', 'of the battery');
select is(pg_temp.with('{ev,0,surprise}', '1'), 'ev[0].surprise', 'of a car');
select is(pg_temp.with('{heat_pump,surprise}', '1'), 'heat_pump.surprise', 'of the heat pump');
select is(pg_temp.without(array[k]), k, format('%s is needed', k)) from unnest('{start,slot_minutes,buy_price,sell_price,load_w,pv_w}'::text[]) as k;
select is(pg_temp.without(array['grid']), 'grid', 'so is the grid');
select is(pg_temp.with('{start}', '"tomorrow"'), 'start', 'tomorrow is no instant');
select is(pg_temp.with('{start}', '"2026-03-29T00:00:00"'), 'start', 'an instant has an offset');
select is(pg_temp.with('{slot_minutes}', '0'), 'slot_minutes', 'a slot has a length');
select is(pg_temp.with('{slot_minutes}', '7.5'), 'slot_minutes', 'of whole minutes');
select is(pg_temp.with('{buy_price}', '[]'), 'buy_price', 'no slot is no plan');
select is(pg_temp.with('{sell_price}', '[1]'), 'sell_price', 'arrays of unequal length');
select is(pg_temp.with('{pv_w}', '[1, 2, 3]'), 'pv_w', 'too long is wrong as well');
select is(pg_temp.with('{heat_pump,cop}', '[2]'), 'heat_pump.cop', 'also in the heat pump');
select is(pg_temp.with('{load_w,1}', 'null'), 'load_w[1]', 'a null, by its place');
select is(pg_temp.with('{load_w,0}', '-1'), 'load_w[0]', 'a negative load');
select is(pg_temp.with('{buy_price,1}', '"NaN"'), 'buy_price[1]', 'what is no number');
select is(pg_temp.with('{buy_price,1}', '1e300'), 'buy_price[1]', 'what no price can be');
select is(pg_temp.with('{buy_price,1}', '1e4000'), 'buy_price[1]', 'what no computer can hold');
select is(pg_temp.with('{grid,import_limit_w}', '-1'), 'grid.import_limit_w', 'a limit below 0');
select is(pg_temp.with('{battery}', 'null'), 'battery', 'a battery that is null');
select is(pg_temp.with('{battery,soc_wh}', 'null'), 'battery.soc_wh', 'a state of charge that is not known');
select is(pg_temp.with('{battery,charge_efficiency}', '0'), 'battery.charge_efficiency', 'an efficiency of 0');
select is(pg_temp.with('{battery,discharge_efficiency}', '1.1'), 'battery.discharge_efficiency', 'an efficiency above 1');
select is(pg_temp.with('{battery,soc_min_wh}', '3000'), 'battery.soc_max_wh', 'a band upside down');
select is(pg_temp.with('{battery,wear_per_kwh}', '-1'), 'battery.wear_per_kwh', 'wear that heals');
select is(pg_temp.with('{battery,grid_charge}', '"yes"'), 'battery.grid_charge', 'yes is not true');
select is(pg_temp.with('{ev}', '{}'), 'ev', 'cars come in an array');
select is(pg_temp.with('{ev,0,from_slot}', '2'), 'ev[0].from_slot', 'a car that leaves before it comes');
select is(pg_temp.with('{ev,0,to_slot}', '3'), 'ev[0].to_slot', 'or after the horizon');
select is(pg_temp.with('{ev,0,from_slot}', '0.5'), 'ev[0].from_slot', 'or between slots');
select is(pg_temp.with('{ev,0,min_w}', '4000'), 'ev[0].min_w', 'a minimum above the maximum');
select is(pg_temp.with('{ev,0,id}', '7'), 'ev[0].id', 'an id is text');
select is((select pg_temp.told(jsonb_set(problem, '{ev,1}', problem #> '{ev,0}')) from p), 'ev[1].id', 'and one car''s alone');
select is(pg_temp.with('{heat_pump,min_w}', '4000'), 'heat_pump.min_w', 'the same for the heat pump');
select is(pg_temp.with('{heat_pump,cop,0}', '0'), 'heat_pump.cop[0]', 'a COP of 0');
select is(pg_temp.with('{heat_pump,store_retention}', '0'), 'heat_pump.store_retention', 'a store that keeps nothing');
select is(pg_temp.with('{heat_pump,store_min_wh}', '5000'), 'heat_pump.store_max_wh', 'a store upside down');
select is(pg_temp.with('{heat_pump,min_run_slots}', '1.5'), 'heat_pump.min_run_slots', 'half a slot');
select is(pg_temp.with('{heat_pump,max_starts}', '-1'), 'heat_pump.max_starts', 'fewer starts than none');
select is(pg_temp.with('{over_limit_per_kwh}', '-1'), 'over_limit_per_kwh', 'a fine that pays');
select ok(pg_temp.with('{ev,0,energy_wh}', '1000000') = any ('{optimal,feasible}'), 'a demand that cannot be reached is no error');
select ok(pg_temp.with('{battery,soc_wh}', '9000') = any ('{optimal,feasible}'), 'nor is a state of charge outside the band');
select * from finish();
rollback;
