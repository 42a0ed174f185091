-- What the page shows: the house now, one time axis, months, registers, contracts.
begin;
select plan(25);
select test.house();
create temporary table today as select (now() at time zone 'Europe/Prague')::date as day, date_bin('15 min', now(), 'epoch') as slot_at;
select test.fx((select day from today) - 30, 25, now() - interval '700 hours'), test.price((select day from today) + d, '100 + n', now() - interval '1 hour') from generate_series(-2, 1) as d;
-- vw_page_now
select is((select count(*)::int from ems.vw_page_now), 1, 'a house that has said nothing is a row all the same');
select is((select concat_ws(' ', pv_w, grid_w, house_w, soc_pct, planning_run_id, today_cost) from ems.vw_page_now), '', 'with nothing in it: missing is not 0');
select is((select stale <@ signal and 'grid_w' = any (stale) from ems.vw_page_now), true, 'and says what is missing');
select test.frame('home01', 'meter_grid', '{"grid_power_w": 1200}', now() - interval '5 s', now()), test.frame('home01', 'inverter', '{"battery_soc_pct": 50, "battery_power_w": -900, "inverter_power_w": 1500, "pv_power_w": 600}', now() - interval '5 s', now()),
  test.frame('home01', 'charger', '{"car_power_w": 700}', now() - interval '5 s', now()), test.frame('home01', 'meter_heat_pump', '{"heat_pump_power_w": 300}', now() - interval '5 s', now());
select is((select concat_ws(' ', grid_w, battery_w, ev_w, heat_pump_w, soc_pct) from ems.vw_page_now), '1200 -900 700 300 50', 'powers with their signs');
delete from ems.site_signal where signal = 'inverter_ac_w' and device_id <> test.device('home01', 'inverter');
select is((select house_w from ems.vw_page_now), 1700::double precision, 'the house takes what comes from grid and inverter less car and heat pump');
select is((select 'grid_w' = any (stale) from ems.vw_page_now), false, 'what was just measured is fresh');
select is((select (p.buy_per_kwh, n.buy_per_kwh) from today as t, lateral ems.fn_effective_price('home01', t.slot_at, t.slot_at + interval '15 min', now()) as p, lateral ems.fn_effective_price('home01', t.slot_at + interval '15 min', t.slot_at + interval '30 min', now()) as n),
  (select (buy_per_kwh, next_buy_per_kwh) from ems.vw_page_now), 'the price now and next');
select is((select dearer between 0 and 1 and lowest_per_kwh <= buy_per_kwh and buy_per_kwh <= highest_per_kwh from ems.vw_page_now), true, 'and how it lies in its day');
select test.plan('home01', (select slot_at from today), '[{"n": 4, "battery_w": 0, "grid_w": 500, "value": 9}, {"n": 4, "battery_w": 3000, "grid_w": 3500}]', p_known_at => (select slot_at from today));
select is((select concat_ws(' ', plan_mode, change_mode, change_at = (select slot_at from today) + interval '1 hour') from ems.vw_page_now), 'hold charge t', 'what the plan wants now, and when it wants something else');
select isnt(ems.fn_alert_raise('home01', 'safety_lock', '', 'smoke', now()), null, '(locked)');
select is((select locked || ' ' || alerts from ems.vw_page_now), 'true 1', 'a lock and its alert are seen');
-- vw_page_timeline
select is((select count(*)::int from ems.vw_page_timeline), (select extract(epoch from (ems.fn_day_bounds(day + 1, 'Europe/Prague')).ends_at - (ems.fn_day_bounds(day - 1, 'Europe/Prague')).starts_at)::int / 900 from today), 'a row for each slot from yesterday to the end of tomorrow, however long these days are');
select is((select bool_and(ends_at = next_at) from (select ends_at, lead(starts_at, 1, ends_at) over (order by starts_at) as next_at from ems.vw_page_timeline) as t), true, 'without gap or overlap');
select is((select count(distinct day)::int from ems.vw_page_timeline), 3, 'three local days');
select is((select count(plan_battery_w)::int || ' ' || count(energy_value_per_kwh) from ems.vw_page_timeline), '8 4', 'with the plan where there is one');
select is((select bool_or(price_estimated) from ems.vw_page_timeline), false, 'and published prices');
-- vw_page_month
select test.past('home01', '2026-01-31 22:00Z', '2026-02-01 00:00Z', '400', p_outdoor_c => '3');
update ems.audit_interval set cost = 1, no_battery_cost = 3, self_consumption_cost = 2, plan_cost = 0.5, pv_wh = 100, plan_pv_wh = 90, plan_load_wh = load_wh;
select is((select string_agg(concat_ws(' ', to_char(month, 'YYYY-MM'), days, cost, saved_against_no_battery, regret, pv_error_pct, load_error_pct), ', ' order by month) from ems.vw_page_month),
  '2026-01 1 4.0000 8.0000 2.0000 10.0 0.0, 2026-02 1 4.0000 8.0000 2.0000 10.0 0.0', 'a local month ends at local midnight');
-- vw_page_register
select is((select concat_ws(' ', value, unit, address, access) from ems.vw_page_register where device = 'inverter' and point = 'battery_soc_pct'), '50 % 588 r', 'a register with what it held');
select is((select count(*)::int from ems.vw_page_register where value is null and suspect), 0, 'what was not read is not implausible');
select test.read_settings('home01', now());
select is((select count(*)::int from ems.vw_page_register where device = 'inverter' and access <> 'r' and value is not null) > 5, true, 'settings too');
-- vw_page_contract
insert into ems.supply_contract (site_id, direction, validity, supplier, pricing, price_per_kwh, includes_vat) values ('home01', 'buy', '[2019-01-01,2020-01-01)', 'old', 'fixed', 2, true);
select is((select string_agg(direction || ' ' || current, ', ' order by direction, valid_from) from ems.vw_page_contract), 'buy false, buy true, sell true', 'contracts, and which of them hold');
-- a house of whole hours
update ems.site set slot_minutes = 60 where site_id = 'home01';
select is((select concat_ws(' ', price_until - date_bin('1 hour', now(), 'epoch'), buy_per_kwh is not null, next_buy_per_kwh is not null) from ems.vw_page_now), '01:00:00 t t', 'the price of an hour holds for all of it');
-- another house
select test.house('home02', p_zone => 'Pacific/Kiritimati');
select is((select concat_ws(' ', soc_pct, planning_run_id, locked) from ems.vw_page_now where site_id = 'home02'), 'f', 'another house knows nothing of it');
select is((select count(plan_battery_w)::int from ems.vw_page_timeline where site_id = 'home02'), 0, 'nor has its plan');
select is((select count(*)::int from ems.vw_page_month where site_id = 'home02'), 0, 'nor its past');
select * from finish();
rollback;
