-- What was not measured is NULL, never 0: in energies, in money, in what would have been.
begin;
select plan(25);
select test.house();
select test.round_prices();
create function pg_temp.fill(p_value jsonb, p_from timestamptz, p_minutes integer default 15) returns void language plpgsql volatile as $$
begin
  perform test.measured('home01', p_from, p_from + p_minutes * interval '1 min', p_value);
  perform ems.fn_aggregate_telemetry('home01', p_from + interval '16 min'), ems.fn_fill_audit_interval('home01', p_from, p_from + interval '15 min', p_from + interval '16 min');
end
$$;
create function pg_temp.known(p_from timestamptz) returns text language sql as $$
  select string_agg(e.key, ' ' order by e.key) from ems.audit_interval as a cross join lateral jsonb_each(to_jsonb(a) - '{site_id,starts_at,ends_at,covered,filled_at,curtailed,buy_per_kwh,sell_per_kwh,price_known_at}'::text[]) as e where a.starts_at = p_from and e.value <> 'null' $$;
select pg_temp.fill('{"grid_w": 400, "battery_w": 100, "soc_pct": 50, "ac_w": 600}', '2026-01-15 10:00Z');
select is(pg_temp.known('2026-01-15 10:00Z'), 'battery_charge_wh battery_discharge_wh cost ev_wh export_wh heat_pump_wh heat_wh import_wh load_wh no_battery_cost outdoor_c pv_wh self_consumption_cost self_consumption_soc_wh soc_pct', 'everything is measured; no plan, so nothing as planned');
select is((select plan_cost from ems.audit_interval), null, 'a slot without a plan has no planned cost');

-- the inverter is silent
select pg_temp.fill('{"grid_w": 400, "battery_w": null, "soc_pct": null, "ac_w": null, "pv_w": null}', '2026-01-15 11:00Z');
select is(pg_temp.known('2026-01-15 11:00Z'), 'cost ev_wh export_wh heat_pump_wh heat_wh import_wh outdoor_c', 'the inverter was silent: neither PV nor battery nor load nor what would have been without it is known');
select is((select load_wh from ems.audit_interval where starts_at = '2026-01-15 11:00Z'), null, 'above all the load is not 0');
select is((select cost from ems.audit_interval where starts_at = '2026-01-15 11:00Z'), 0.400000, 'what was paid is');
select pg_temp.fill('{"grid_w": 400, "ev_w": null}', '2026-01-15 12:00Z');
select is((select concat_ws(' ', ev_wh, load_wh, round(import_wh::numeric)) from ems.audit_interval where starts_at = '2026-01-15 12:00Z'), '100', 'without the car nobody knows what was load; the import is known');
select pg_temp.fill('{"grid_w": null, "battery_w": 100}', '2026-01-15 13:00Z');
select is(pg_temp.known('2026-01-15 13:00Z'), 'ev_wh heat_pump_wh heat_wh outdoor_c pv_wh soc_pct', 'the meter was silent: no money at all');
select is((select covered from ems.audit_interval where starts_at = '2026-01-15 13:00Z'), 0::real, 'and the slot counts as not measured');
select pg_temp.fill('{"outdoor_c": null, "heat_w": null, "grid_w": 400}', '2026-01-15 14:00Z');
select is((select concat_ws(' ', outdoor_c, heat_wh, round(import_wh::numeric), round(load_wh::numeric)) from ems.audit_interval where starts_at = '2026-01-15 14:00Z'), '100 100', 'no temperature, no heat: the rest is known');

-- part of the slot: two thirds of its minutes stand for all of it
select pg_temp.fill('{"grid_w": 400}', '2026-01-15 15:00Z', 10);
select is((select round(import_wh::numeric, 2) || ' ' || round(covered::numeric, 2) from ems.audit_interval where starts_at = '2026-01-15 15:00Z'), '100.00 0.68', 'ten minutes of fifteen stand for the slot');
select pg_temp.fill('{"grid_w": 400}', '2026-01-15 16:00Z', 8);
select is((select concat_ws(' ', import_wh, cost) from ems.audit_interval where starts_at = '2026-01-15 16:00Z'), '', 'eight do not');
select is((select load_wh is null from ems.audit_interval where starts_at = '2026-01-15 16:00Z'), false, '(a mean needs half of it)');
select pg_temp.fill('{"grid_w": 400}', '2026-01-15 17:00Z', 7);
select is((select load_wh is null from ems.audit_interval where starts_at = '2026-01-15 17:00Z'), true, 'less than half, and there is no mean either');
-- the car's energy is a mean: half of the slot at least
select test.measured('home01', '2026-01-16 10:00Z', '2026-01-16 10:15Z', '{"grid_w": 900, "ev_w": null}'), test.steady('home01', 'charger', '{"car_power_w": 600}', '2026-01-16 10:00Z', '2026-01-16 10:06Z');
select count(ems.fn_aggregate_telemetry('home01', '2026-01-16 10:16Z', '2 days')), count(ems.fn_fill_audit_interval('home01', '2026-01-16 10:00Z', '2026-01-16 10:15Z', '2026-01-16 10:16Z'));
select is((select concat_ws(' ', ev_wh, load_wh, round(import_wh::numeric)) from ems.audit_interval where starts_at = '2026-01-16 10:00Z'), '225', 'a car known for six minutes is not known');
-- the meter all the time, the battery part of it
select test.measured('home01', '2026-01-15 18:00Z', '2026-01-15 18:12Z', '{"grid_w": 900, "battery_w": 480}');
select test.steady('home01', 'meter_grid', '{"grid_power_w": 900}', '2026-01-15 18:12Z', '2026-01-15 18:15Z');
select count(ems.fn_aggregate_telemetry('home01', '2026-01-15 18:16Z')), count(ems.fn_fill_audit_interval('home01', '2026-01-15 18:00Z', '2026-01-15 18:15Z', '2026-01-15 18:16Z'));
select is((select round(import_wh::numeric, 1) || ' ' || round(battery_charge_wh::numeric, 1) || ' ' || no_battery_cost from ems.audit_interval where starts_at = '2026-01-15 18:00Z'), '225.0 120.0 0.400000', 'a battery silent for three minutes did then what it did before: 480 W, and without it 400 W would have been imported');
select test.measured('home01', '2026-01-15 19:00Z', '2026-01-15 19:08Z', '{"grid_w": 900, "battery_w": 480}');
select test.steady('home01', 'meter_grid', '{"grid_power_w": 900}', '2026-01-15 19:08Z', '2026-01-15 19:15Z');
select count(ems.fn_aggregate_telemetry('home01', '2026-01-15 19:16Z')), count(ems.fn_fill_audit_interval('home01', '2026-01-15 19:00Z', '2026-01-15 19:15Z', '2026-01-15 19:16Z'));
select is((select concat_ws(' ', round(import_wh::numeric, 1), battery_charge_wh, no_battery_cost, self_consumption_cost) from ems.audit_interval where starts_at = '2026-01-15 19:00Z'), '225.0', 'silent for seven, and nobody knows; what was paid is known');

-- no price, no contract to sell, no car and no battery at all
delete from ems.market_interval_price where starts_at = '2026-01-15 20:00Z';
select pg_temp.fill('{"grid_w": 400}', '2026-01-15 20:00Z');
select is((select concat_ws(' ', buy_per_kwh, cost, no_battery_cost, round(import_wh::numeric)) from ems.audit_interval where starts_at = '2026-01-15 20:00Z'), '100', 'without a price there are energies and no money');
select test.house('home02');
delete from ems.battery where site_id = 'home02';
delete from ems.site_signal where site_id = 'home02' and signal in ('battery_w', 'soc_pct', 'ev_w', 'heat_pump_w', 'heat_w', 'outdoor_c');
select test.round_prices('home02');
select test.steady('home02', 'meter_grid', '{"grid_power_w": 400}', '2026-01-15 10:00Z', '2026-01-15 10:15Z'), test.steady('home02', 'inverter', '{"inverter_power_w": 100, "pv_power_w": 100}', '2026-01-15 10:00Z', '2026-01-15 10:15Z'), test.steady('home02', 'garage', '{"pv_power_w": 50}', '2026-01-15 10:00Z', '2026-01-15 10:15Z');
select count(ems.fn_aggregate_telemetry('home02', '2026-01-15 10:16Z')), count(ems.fn_fill_audit_interval('home02', '2026-01-15 10:00Z', '2026-01-15 10:15Z', '2026-01-15 10:16Z'));
select is((select round(load_wh::numeric, 2) from ems.audit_interval where site_id = 'home02'), 137.50, 'what a house has not is no gap: its load is all there is');
select is((select cost || ' ' || no_battery_cost from ems.audit_interval where site_id = 'home02'), '0.400000 0.400000', 'without a battery it costs what it costs without a battery');
select is((select concat_ws(' ', self_consumption_cost, self_consumption_soc_wh, battery_charge_wh, ev_wh, soc_pct) from ems.audit_interval where site_id = 'home02'), '', 'and there is none to imagine');
-- implausible values are seen by nobody
select test.measured('home01', '2026-01-15 21:00Z', '2026-01-15 21:15Z', '{"grid_w": 400}');
select test.frame('home01', 'meter_grid', '{"grid_power_w": 9000000}', '2026-01-15 21:03:10Z', '2026-01-15 21:16Z');
select count(ems.fn_aggregate_telemetry('home01', '2026-01-15 21:16Z')), count(ems.fn_fill_audit_interval('home01', '2026-01-15 21:00Z', '2026-01-15 21:15Z', '2026-01-15 21:16Z'));
select is((select round(import_wh::numeric, 1) from ems.audit_interval where starts_at = '2026-01-15 21:00Z'), 100.0, 'an implausible value is not paid for');

-- PV held back on purpose
insert into ems.setpoint (site_id, device_id, mode, parameter, author, reason, starts_at, expires_at, ended_at) values
  ('home01', test.device('home01', 'inverter'), 'self_consumption', '{"export_allowed": 0}', 'plan', 'x', '2026-01-15 22:05Z', '2026-01-15 23:00Z', '2026-01-15 22:20Z');
select pg_temp.fill('{"pv_w": 100}', '2026-01-15 22:00Z');
select pg_temp.fill('{"pv_w": 100}', '2026-01-15 22:15Z');
select pg_temp.fill('{"pv_w": 100}', '2026-01-15 22:30Z');
select is((select array_agg(curtailed order by starts_at) from ems.audit_interval where starts_at between '2026-01-15 22:00Z' and '2026-01-15 22:30Z'), '{t,t,f}'::boolean[], 'slots in which exporting was forbidden teach nothing');
update ems.setpoint set starts_at = '2026-01-15 22:44:30Z', ended_at = null;
select pg_temp.fill('{"pv_w": 0}', '2026-01-15 22:45Z');
select is((select curtailed from ems.audit_interval where starts_at = '2026-01-15 22:45Z'), false, 'at night nothing is held back');
select pg_temp.fill('{"pv_w": 100}', '2026-01-15 23:00Z');
select is((select curtailed from ems.audit_interval where starts_at = '2026-01-15 23:00Z'), false, 'nor after the setpoint expired');
update ems.setpoint set expires_at = '2026-01-16 00:00Z', starts_at = '2026-01-15 23:14:10Z';
select count(ems.fn_fill_audit_interval('home01', '2026-01-15 23:00Z', '2026-01-15 23:15Z', '2026-01-15 23:16Z'));
select is((select curtailed from ems.audit_interval where starts_at = '2026-01-15 23:00Z'), false, 'nor in a slot it only grazed');
select * from finish();
rollback;
