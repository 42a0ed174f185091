-- The problem is complete and legal by the planner's contract, and says what it rests on.
begin;
select plan(38);
select test.house();
select throws_ok($$ select ems.fn_plan_problem('nowhere', '2026-01-15 12:00Z', '2026-01-16 23:00Z', '2026-01-15 12:00Z') $$, 'SA404', null, 'no house, no problem');
select isnt((select missing from ems.fn_plan_problem('home01', '2026-01-15 12:00Z', '2026-01-16 23:00Z', '2026-01-15 12:00Z')), null, 'without prices it says what is missing');
select is((select problem from ems.fn_plan_problem('home01', '2026-01-15 12:00Z', '2026-01-16 23:00Z', '2026-01-15 12:00Z')), null, 'and makes no problem');

select test.market('2026-01-15', '100 + n % 7 * 10');
select test.weather('home01', '2026-01-15 00:00Z', '2026-01-17 23:00Z', '50', '0', '50', '-5', '2026-01-15 08:00Z');
select test.frame('home01', 'inverter', '{"battery_soc_pct": 55}', '2026-01-15 11:59Z');
select test.frame('home01', 'charger', '{"car_state": 1}', '2026-01-15 11:59Z');
create temporary table made as select * from ems.fn_plan_problem('home01', '2026-01-15 12:00Z', '2026-01-16 23:00Z', '2026-01-15 12:00Z');
create function pg_temp.p(p_path text) returns jsonb language sql as $$ select problem #> string_to_array(p_path, '.') from made $$;
select is((select missing from made), null, 'with prices nothing is missing');
select is((select array_agg(k order by k) from jsonb_object_keys(pg_temp.p('')) as k), '{battery,buy_price,ev,grid,heat_pump,load_w,pv_w,sell_price,slot_minutes,start}'::text[], 'it has the contract''s keys and no other');
select is(pg_temp.p('start'), '"2026-01-15T12:00:00Z"'::jsonb, 'start is the first slot''s, with its offset');
select is(pg_temp.p('slot_minutes'), '15'::jsonb, 'in slots of the house');
select is_empty($$ select k from unnest('{buy_price,sell_price,load_w,pv_w,heat_pump.heat_demand_w,heat_pump.cop}'::text[]) as k where jsonb_array_length(pg_temp.p(k)) is distinct from 140 $$, 'every series has an element for each of the 35 hours'' 140 slots');
select is_empty($$ select k, v from unnest('{buy_price,sell_price,load_w,pv_w,heat_pump.heat_demand_w,heat_pump.cop}'::text[]) as k cross join jsonb_array_elements(pg_temp.p(k)) as v where jsonb_typeof(v) <> 'number' $$, 'and nothing but numbers');
select is_empty($$ select k, v from unnest('{load_w,pv_w,heat_pump.heat_demand_w}'::text[]) as k cross join jsonb_array_elements_text(pg_temp.p(k)) as v where v::float8 < 0 $$, 'no negative load, sun or heat');
select is_empty($$ select v from jsonb_array_elements_text(pg_temp.p('heat_pump.cop')) as v where v::float8 <= 0 $$, 'every COP above 0');
select is(pg_temp.p('grid'), '{"import_limit_w": 17250, "export_limit_w": 10000}'::jsonb, 'the main fuse: 25 A × 3 × 230 V; and the export permit');
select is(pg_temp.p('battery') - 'terminal_value_per_kwh', '{"soc_wh": 8250.0, "soc_min_wh": 1500, "soc_max_wh": 15000, "charge_limit_w": 8000, "discharge_limit_w": 8000, "charge_efficiency": 0.96, "discharge_efficiency": 0.96, "wear_per_kwh": 0.25, "grid_charge": true, "grid_discharge": true}'::jsonb,
  'the battery as it is: 55 % of 15 kWh');
select ok((pg_temp.p('battery.terminal_value_per_kwh'))::float8 between 0 and (select max(v::float8) from jsonb_array_elements_text(pg_temp.p('buy_price')) as v), 'what is stored at the end is worth something, and less than the dearest kWh');
select is(pg_temp.p('ev.0') - 'energy_wh', '{"id": "charger", "from_slot": 0, "to_slot": 72, "min_w": 4140.0, "max_w": 11040.0, "efficiency": 0.9}'::jsonb, 'the car plugged in now: from slot 0 to 6:00 UTC, 6 to 16 A on three phases');
select is(jsonb_array_length(pg_temp.p('ev')), 1, 'one departure within the horizon: Saturday''s is beyond it');
select is((select array_agg(k order by k) from jsonb_object_keys(pg_temp.p('heat_pump')) as k), '{cop,heat_demand_w,max_w,min_pause_slots,min_run_slots,min_w,store_max_wh,store_min_wh,store_retention,store_wh,terminal_value_per_kwh}'::text[], 'the heat pump has the contract''s keys');
select is(pg_temp.p('heat_pump') - '{cop,heat_demand_w,terminal_value_per_kwh,store_retention}'::text[], '{"min_w": 1200, "max_w": 5000, "store_wh": 4000.0, "store_min_wh": 0, "store_max_wh": 8000, "min_run_slots": 2, "min_pause_slots": 1}'::jsonb, 'and the house''s numbers; half a store where its tank is not known');
select is((pg_temp.p('heat_pump.store_retention'))::numeric, round(0.98 ^ 0.25, 6), 'the share of heat that is left after a quarter of an hour');
select is_empty($$ select from jsonb_array_elements(pg_temp.p('ev')) as e where (e ->> 'from_slot')::int >= (e ->> 'to_slot')::int or (e ->> 'to_slot')::int > 140 or (e ->> 'min_w')::float8 > (e ->> 'max_w')::float8 $$, 'no car leaves before it comes');

-- the note
select is((select note ->> 'estimated_price_slots' from made), '0', 'no price is estimated');
select is((select note ->> 'load_level' from made), 'standard_profile', 'the load stands on nothing but the standard household, and says so');
select is((select note -> 'pv_basis' from made), '{"calibrated": 0, "forecast": 140, "last_days": 0, "none": 0}'::jsonb, 'the sun on the forecast');
select is((select format('%s %s', note ->> 'forecast_provider', (note ->> 'forecast_known_at')::timestamptz at time zone 'UTC') from made), 'open-meteo 2026-01-15 08:00:00', 'whose it is and how old');

-- what is not known
select is((select problem ? 'battery' from ems.fn_plan_problem('home01', '2026-01-15 12:15Z', '2026-01-16 23:00Z', '2026-01-15 12:15Z')), false, 'a state of charge that is stale is not known: the battery is left out');
select isnt((select note ->> 'battery' from ems.fn_plan_problem('home01', '2026-01-15 12:15Z', '2026-01-16 23:00Z', '2026-01-15 12:15Z')), null, 'and the note says so');
select test.frame('home01', 'heat_pump', '{"tank_temperature_c": 48}', '2026-01-15 11:59Z');
select is((select (problem #> '{heat_pump,store_wh}')::float8 from ems.fn_plan_problem('home01', '2026-01-15 12:00Z', '2026-01-16 23:00Z', '2026-01-15 12:00Z')), 4000::double precision, 'a tank at its ordinary temperature is half full');
select test.frame('home01', 'heat_pump', '{"tank_temperature_c": 60}', '2026-01-15 11:59:10Z');
select is((select (problem #> '{heat_pump,store_wh}')::float8 from ems.fn_plan_problem('home01', '2026-01-15 12:00Z', '2026-01-16 23:00Z', '2026-01-15 12:00Z')), 8000::double precision, 'a hot one is full and not fuller');
select is((select note ->> 'estimated_price_slots' from ems.fn_plan_problem('home01', '2026-01-15 12:00Z', '2026-01-17 23:00Z', '2026-01-15 12:00Z')), '96', 'a day of which the auction has not spoken is estimated, and counted');
delete from ems.forecast_run;
select is((select note -> 'pv_basis' ->> 'none' from ems.fn_plan_problem('home01', '2026-01-15 12:00Z', '2026-01-16 23:00Z', '2026-01-15 12:00Z')), '140', 'sun of which nothing is known is told as such');
select is((select note -> 'forecast_provider' from ems.fn_plan_problem('home01', '2026-01-15 12:00Z', '2026-01-16 23:00Z', '2026-01-15 12:00Z')), 'null'::jsonb, 'by nobody');

-- negative prices and export above import go through as they are
select test.price('2026-01-16', 'case when n < 10 then -80 else 100 end', '2026-01-15 11:00Z');
update ems.supply_contract set pricing = 'fixed', price_per_kwh = 20, fee_per_kwh = 0 where direction = 'sell';
create temporary table odd as select problem from ems.fn_plan_problem('home01', '2026-01-15 12:00Z', '2026-01-16 23:00Z', '2026-01-15 12:00Z');
select ok((select min(v::float8) from odd cross join jsonb_array_elements_text(problem -> 'buy_price') as v) < -1, 'a negative price to buy is not cut');
select is((select min(v::float8) from odd cross join jsonb_array_elements_text(problem -> 'sell_price') as v), 20::double precision, 'nor a price to sell above it');

-- length by the calendar
select test.market('2026-03-28'), test.market('2026-10-24');
select is((select jsonb_array_length(problem -> 'buy_price') from ems.fn_plan_problem('home01', '2026-03-28 11:00Z', '2026-03-29 22:00Z', '2026-03-28 11:00Z')), 140, 'noon to the end of the short day: 12 and 23 hours');
select is((select jsonb_array_length(problem -> 'buy_price') from ems.fn_plan_problem('home01', '2026-10-24 10:00Z', '2026-10-25 23:00Z', '2026-10-24 10:00Z')), 148, 'noon to the end of the long day: 12 and 25 hours');

select test.house('home02');
delete from ems.battery where site_id = 'home02';
delete from ems.heat_pump where site_id = 'home02';
delete from ems.charger where site_id = 'home02';
select is((select array_agg(k order by k) from ems.fn_plan_problem('home02', '2026-01-15 12:00Z', '2026-01-16 23:00Z', '2026-01-15 12:00Z') as m cross join jsonb_object_keys(m.problem) as k), '{buy_price,ev,grid,load_w,pv_w,sell_price,slot_minutes,start}'::text[], 'a house without battery and heat pump has neither');
select is((select m.problem -> 'ev' from ems.fn_plan_problem('home02', '2026-01-15 12:00Z', '2026-01-16 23:00Z', '2026-01-15 12:00Z') as m), '[]'::jsonb, 'and no cars');
select is(test.answers($$ select problem, missing from ems.fn_plan_problem('home01', '2026-03-28 11:00Z', '2026-03-29 22:00Z', '2026-03-28 11:00Z') $$), 1, 'the same bytes whatever zone the session thinks in');
select * from finish();
rollback;
