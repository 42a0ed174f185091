-- A device is read in several blocks: other metrics of an instant that is there already are added to it.
begin;
select plan(8);
select test.house();
select is(test.frame('home01', 'meter_grid', '{"grid_power_w": 500}', '2026-01-15 10:00Z'), 'stored 1, repeated 0, suspect 0, refused 0', 'the first part is stored');
select is(test.frame('home01', 'meter_grid', '{"grid_frequency_hz": 50}', '2026-01-15 10:00Z'), 'stored 1, repeated 0, suspect 0, refused 0', 'the second part of the same instant too');
select results_eq($$ select metric, value from ems.vw_telemetry where site_id = 'home01' order by metric $$,
  $$ values ('grid_frequency_hz', 50::double precision), ('grid_power_w', 500) $$, 'both parts are read back');
select is(test.frame('home01', 'meter_grid', '{"grid_frequency_hz": 50}', '2026-01-15 10:00Z'), 'stored 0, repeated 1, suspect 0, refused 0', 'the second part again is a repetition');

select test.frame('home01', 'meter_grid', '{"grid_power_w": 99999, "grid_l1_power_w": 40}', '2026-01-15 10:00Z');
select results_eq($$ select metric, value, suspect from ems.vw_telemetry where site_id = 'home01' and measured_at = '2026-01-15 10:00Z' order by metric $$,
  $$ values ('grid_frequency_hz', 50::double precision, false), ('grid_l1_power_w', 40, false), ('grid_power_w', 500, false) $$,
  'a value that is there already keeps its value and its good name, whatever is said of it later');

select lives_ok($$ select ems.fn_ingest_telemetry('home01', 'meter_grid', '{grid_power_w}', '{2026-01-15 11:00Z,2026-01-15 11:00Z}', '{1,1}', '2026-01-15 11:01Z') $$,
  'one instant twice in one batch does not make the batch fail');
select is((select count(*)::int from ems.telemetry_frame where site_id = 'home01' and measured_at = '2026-01-15 11:00Z'), 1, 'it is one frame');
select is((select count(*)::int from ems.vw_telemetry where site_id = 'home01' and measured_at = '2026-01-15 11:00Z'), 1, 'with one value');
select * from finish();
rollback;
