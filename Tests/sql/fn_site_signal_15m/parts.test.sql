-- Quarter-hours of the house: sums of their parts, no row where a part is missing.
begin;
select plan(6);
select test.house();
select test.steady('home01', 'inverter', '{"pv_power_w": 3000}', '2026-01-15 10:00Z', '2026-01-15 10:30Z');
select test.steady('home01', 'garage', '{"pv_power_w": 500}', '2026-01-15 10:00Z', '2026-01-15 10:10Z');
select test.steady('home01', 'meter_grid', '{"grid_l1_import_wh_total": 1000, "grid_l2_import_wh_total": 2000, "grid_l3_import_wh_total": 3000}', '2026-01-15 10:00Z', '2026-01-15 10:15Z');
select ems.fn_aggregate_telemetry('home01', '2026-01-15 10:31Z');
create temporary view quarter as select * from ems.fn_site_signal_15m('home01', '2026-01-15 10:00Z', '2026-01-15 11:00Z');
select is((select mean from quarter where signal = 'pv_w' and starts_at = '2026-01-15 10:00Z'), 3500::double precision, 'two roofs add up');
select is((select round(covered::numeric, 3) from quarter where signal = 'pv_w' and starts_at = '2026-01-15 10:00Z'), round(610 / 900.0, 3), 'known for as long as the less known part: ten minutes and what its last value held');
select is_empty($$ select from quarter where signal = 'pv_w' and starts_at = '2026-01-15 10:15Z' $$, 'without the garage there is no sum');
select is((select last from quarter where signal = 'import_wh_total' and starts_at = '2026-01-15 10:00Z'), 6000::double precision, 'the readings of three phases add up');
select is_empty($$ select from quarter where signal = 'grid_w' $$, 'what was not measured has no row');
select is_empty($$ select from ems.fn_site_signal_15m('home01', '2026-01-15 10:15Z', '2026-01-15 10:15Z') $$, 'an empty range is empty');
select * from finish();
rollback;
