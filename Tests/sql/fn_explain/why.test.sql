-- "Why 03:15 on 12 March?": price, forecast, reason, what was told, what was read back, what happened.
begin;
select plan(22);
select test.house();
-- the night plan: 5 kW into the battery from 03:00 on, made at midnight; a second one at 03:40 stops it
select test.read_settings('home01', '2026-03-12 02:00Z');
select test.frame('home01', 'inverter', '{"battery_soc_pct": 40}', '2026-03-12 02:00Z');
create temporary table run as select test.plan('home01', '2026-03-12 02:00Z', '[{"n": 4, "battery_w": 5000, "grid_w": 5400, "load_w": 400, "soc_pct": 60, "buy": 2.5, "sell": 1.25}, {"n": 8, "grid_w": 400, "load_w": 400}]', '2026-03-11 23:00Z') as id;
update ems.planning_interval set reason = 'charge_cheap_grid', energy_value_per_kwh = 3.75, next_best = '{"action": "hold_for_later", "extra_cost": 0.42}' where planning_run_id = (select id from run) and battery_charge_w > 0;
select ems.fn_setpoint_make('home01', '2026-03-12 02:00:05Z');
select test.carry_out('home01', '2026-03-12 02:00:10Z');
insert into run select test.plan('home01', '2026-03-12 02:30Z', '[{"n": 6, "grid_w": 300, "load_w": 300}]', '2026-03-12 02:40Z');
insert into ems.audit_interval (site_id, starts_at, ends_at, covered, import_wh, export_wh, pv_wh, load_wh, battery_charge_wh, battery_discharge_wh, soc_pct, cost, filled_at)
values ('home01', '2026-03-12 02:15Z', '2026-03-12 02:30Z', 1, 1375, 0, 0, 125, 1250, 0, 52, 3.4375, '2026-03-12 02:31Z');
create temporary view e as select * from ems.vw_plan_explanation where site_id = 'home01' and starts_at = '2026-03-12 02:15Z';

select is((select array_agg(planning_run_id) from e), (select array_agg(min) from (select min(id) from run) as r), 'the slot is in one plan');
select is((select concat_ws(' ', buy_per_kwh, sell_per_kwh, price_estimated, load_w, pv_w, battery_w, grid_w, soc_pct, mode) from e), '2.5 1.25 f 400 0 5000 5400 60 charge', 'prices, forecast and powers as planned');
select is((select concat_ws(' ', reason, energy_value_per_kwh, next_best_action, next_best_extra_cost) from e), 'charge_cheap_grid 3.75 hold_for_later 0.42', 'reason, worth of a stored kWh, the next best action and what it costs more');
select is((select concat_ws(' ', actual_grid_w, actual_load_w, actual_battery_w, actual_pv_w, actual_soc_pct, actual_cost, plan_cost) from e), '5500 500 5000 0 52 3.4375 3.375000', 'the truth beside it, in W and money');
select is((select concat_ws(' ', s ->> 'device', s ->> 'mode') from e cross join jsonb_array_elements(setpoint) as s where s ->> 'device' = 'inverter'), 'inverter charge', 'what the inverter was told');
select cmp_ok((select count(*)::int from e cross join jsonb_array_elements(setpoint) as s cross join jsonb_array_elements(s -> 'command') as c where c ->> 'state' = 'verified' and (c ->> 'value_read')::float = (c ->> 'value')::float), '>=', 1, 'each command with what was read back');
select is((select count(*)::int from e cross join jsonb_array_elements(setpoint) as s cross join jsonb_array_elements(s -> 'command') as c),
  (select count(*)::int from ems.command as c join ems.setpoint as s using (site_id, setpoint_id)), 'all of them');
select is((select array_agg(followed order by planning_run_id) from ems.vw_plan_explanation where starts_at = '2026-03-12 02:30Z'), '{t,t}'::boolean[], 'a plan made within a slot takes over in it: both were followed');
select is((select array_agg(followed order by planning_run_id) from ems.vw_plan_explanation where starts_at = '2026-03-12 02:45Z'), '{f,t}'::boolean[], 'after it only the new one');
select is((select setpoint from ems.vw_plan_explanation where starts_at = '2026-03-12 02:45Z' and not followed), null, 'to a plan nobody follows belongs no setpoint');
select is((select count(*)::int from ems.vw_plan_explanation), 18, 'every slot of every plan');
select is((select count(*)::int from api.vw_plan_explanation), 18, 'HTTP sees them too');

-- the text
create temporary table t as select ems.fn_explain('home01', '2026-03-12 02:20Z') as text;
select alike((select text from t), 'Thursday 12 March 2026 03:15 to 03:30 (Europe/Prague), plan %', 'in the house''s own time');
select alike((select text from t), '%Price: 2.500 CZK per kWh bought, 1.250 sold.%Expected: load 400 W, PV 0 W.%', 'prices and forecast');
select alike((select text from t), '%battery charges 5000 W, grid gives 5400 W; SoC 60 % at its end%', 'the decision');
select alike((select text from t), '%costs less than what a stored kWh will be worth (charge_cheap_grid)%worth 3.750 CZK%Next best: hold_for_later, 0.4200 CZK dearer.%', 'and its reasons');
select alike((select text from t), '%Told inverter: charge by %verified, read back %', 'what was told and read back');
select alike((select text from t), '%Truth: load 500 W, PV 0 W, battery 5000 W, grid 5500 W, SoC 52 \%; it cost 3.4375 CZK, planned 3.3750.', 'and what became of it');
select alike(ems.fn_explain('home01', '2026-03-12 02:50Z'), '%Truth: not measured (yet).', 'what is not measured yet is said so');
select is(ems.fn_explain('home01', '2026-03-11 02:50Z'), 'Wednesday 11 March 2026 03:50: no plan reached this time.', 'no plan, no reason');
select is(test.refusal($$ select ems.fn_explain('nowhere', '2026-03-12 02:50Z') $$), 'SA404', 'no such house');
select is_empty($$ select r from unnest('{charge_from_pv,charge_cheap_grid,charge_from_pv_and_grid,discharge_to_load,discharge_to_grid,curtail_negative_price,curtail_export_limit,heat,charge_car,battery_full,export_surplus,hold_for_later,battery_empty,import_load}'::text[]) as r
  where ems.fn_reason_text(r) = r $$, 'every reason of the planner has words');
select * from finish();
rollback;
