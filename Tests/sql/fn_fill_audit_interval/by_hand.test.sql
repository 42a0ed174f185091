-- One slot computed by hand: energies, money, and what it would have cost otherwise.
begin;
select plan(33);
select test.house();
select test.round_prices();
-- 10:00 to 10:05 the house imports 1200 W, until 10:15 it exports 2000 W; the battery takes 960 W (1000 W AC), PV gives 2000 W and 500 W, car 200 W, heat pump 100 W
select test.measured('home01', '2026-01-15 09:45Z', '2026-01-15 10:00Z', '{"soc_pct": 50, "grid_w": 500}');
select test.measured('home01', '2026-01-15 10:00Z', '2026-01-15 10:05Z', '{"grid_w": 1200, "battery_w": 960, "soc_pct": 50, "ac_w": 1000, "pv_w": 2000, "garage_w": 500, "ev_w": 200, "heat_pump_w": 100, "heat_w": 300, "outdoor_c": 5}');
select test.measured('home01', '2026-01-15 10:05Z', '2026-01-15 10:15Z', '{"grid_w": -2000, "battery_w": 960, "soc_pct": 52, "ac_w": 1000, "pv_w": 2000, "garage_w": 500, "ev_w": 200, "heat_pump_w": 100, "heat_w": 300, "outdoor_c": 5}');
select count(ems.fn_aggregate_telemetry('home01', '2026-01-15 10:16Z'));
select test.plan('home01', '2026-01-15 10:00Z', '[{"battery_w": 2000, "grid_w": -500, "pv_w": 3000, "curtailed_w": 200, "load_w": 300, "soc_pct": 53}, {"load_w": 9999}]', p_known_at => '2026-01-15 09:58Z');
select test.plan('home01', '2026-01-15 10:00Z', '[{"load_w": 7777}]', p_known_at => '2026-01-15 10:05Z');
select is(ems.fn_fill_audit_interval('home01', '2026-01-15 10:00Z', '2026-01-15 11:00Z', '2026-01-15 10:16Z'), 1, 'slots that are over at p_at, no other');
create temporary table a as select * from ems.audit_interval;
select is(round(import_wh::numeric, 2), 100.00, 'import: 1200 W for five minutes') from a;
select is(round(export_wh::numeric, 2), 333.33, 'export: 2000 W for ten minutes, not netted against it') from a;
select is(round(pv_wh::numeric, 2), 625.00, 'PV: both inverters') from a;
select is(round(battery_charge_wh::numeric, 2), 240.00, 'into the battery') from a;
select is(battery_discharge_wh, 0::double precision, 'out of the battery: none, which is known') from a;
select is(round(ev_wh::numeric, 2), 50.00, 'car') from a;
select is(round(heat_pump_wh::numeric, 2), 25.00, 'heat pump') from a;
select is(round(heat_wh::numeric, 2), 75.00, 'its heat') from a;
-- inverters 1500 W, grid −933.33 W, car 200 W, heat pump 100 W
select is(round(load_wh::numeric, 2), 66.67, 'load: what is left of inverters and grid without car and heat pump') from a;
select is(soc_pct, 52::double precision, 'SoC at the end') from a;
select is(outdoor_c, 5::double precision, 'outdoor temperature') from a;
select is(covered, 1::real, 'measured from end to end') from a;
select is(buy_per_kwh || ' ' || sell_per_kwh, '4.000000 1.000000', 'the prices of the slot') from a;
select is(price_known_at, timestamptz '2026-01-14 11:30Z', 'and the version of the auction they rest on') from a;
select is(cost, 0.066667, 'cost: 0.1 kWh × 4 − 0.3333 kWh × 1') from a;
-- without the battery the house needs 200 W for five minutes and has 3000 W to spare for ten
select is(no_battery_cost, -0.433333, 'without the battery: 0.01667 kWh × 4 − 0.5 kWh × 1') from a;
select is(self_consumption_cost, 0.000000, 'with plain self-consumption nothing crosses the meter') from a;
-- 7500 − 200 W / 12 h / 0.96 + 3000 W / 6 h × 0.96
select is(round(self_consumption_soc_wh::numeric, 2), 7962.64, 'and the imagined battery, as full as the real one at the start, holds that much') from a;
select is(round(plan_import_wh::numeric, 2) || ' ' || round(plan_export_wh::numeric, 2), '0.00 125.00', 'grid as planned by the plan in force when the slot began') from a;
select is(round(plan_pv_wh::numeric, 2) || ' ' || round(plan_load_wh::numeric, 2) || ' ' || plan_soc_pct, '700.00 75.00 53', 'PV less what was to be held back, load, SoC') from a;
select is(plan_cost, -0.125000, 'its cost at the prices of the slot') from a;
select is(planning_run_id, (select planning_run_id from ems.planning_run where known_at = '2026-01-15 09:58Z'), 'a plan made during the slot is not the one it is measured against') from a;
select is(curtailed, false, 'nothing held PV back') from a;
select is(filled_at, timestamptz '2026-01-15 10:16Z', 'when it was filled') from a;

-- again, and again later
select is(ems.fn_fill_audit_interval('home01', '2026-01-15 10:07Z', '2026-01-15 10:15Z', '2026-01-15 12:00Z'), 1, 'filling again takes the whole slot');
select is((select to_jsonb(i) - 'filled_at' from ems.audit_interval as i), (select to_jsonb(a) - 'filled_at' from a), 'and gives the same figures to the last digit');
select is((select filled_at from ems.audit_interval), timestamptz '2026-01-15 12:00Z', 'at its own time');
-- a corrected price
select test.price('2026-01-15', '200', '2026-01-15 13:00Z');
select count(ems.fn_fill_audit_interval('home01', '2026-01-15 10:00Z', '2026-01-15 10:15Z', '2026-01-15 12:59Z'));
select is((select cost from ems.audit_interval), 0.066667, 'a price that is not known yet does not count');
select count(ems.fn_fill_audit_interval('home01', '2026-01-15 10:00Z', '2026-01-15 10:15Z', '2026-01-15 13:00Z'));
-- 5 + 1.5 = 6.5 and 5 − 1.5 = 3.5
select is((select cost || ' ' || price_known_at from ems.audit_interval), (0.65 - 1.166667)::text || ' ' || timestamptz '2026-01-15 13:00Z', 'a corrected one does, and says since when it is known');
-- another house
select test.house('home02');
select is(ems.fn_fill_audit_interval('home02', '2026-01-15 10:00Z', '2026-01-15 11:00Z', '2026-01-15 12:00Z'), 0, 'a house that measured nothing has no audit');
select is((select count(*)::int from ems.audit_interval where site_id <> 'home01'), 0, 'nor that of another');
select is(test.refusal($$ select ems.fn_fill_audit_interval('nowhere', '2026-01-15 10:00Z', '2026-01-15 11:00Z', '2026-01-15 12:00Z') $$), 'SA404', 'an unknown house');
select * from finish();
rollback;
