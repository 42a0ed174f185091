-- Unknown or unvalidated devices and unknown metrics are refused aloud and not stored.
begin;
select plan(17);
select test.house();

select is(test.frame('home01', 'toaster', '{"grid_power_w": 1, "grid_frequency_hz": 50}', '2026-01-15 10:00Z'), 'stored 0, repeated 0, suspect 0, refused 2', 'values of an unknown device are refused');
select is(test.alerts('home01', 'unknown_device', 'toaster'), 1, 'with an alert');
select test.frame('home01', 'toaster', '{"grid_power_w": 1, "grid_frequency_hz": 50}', '2026-01-15 10:00:10Z');
select is((select count(*)::int from ems.alert where code = 'unknown_device'), 1, 'the second time it is the same alert');
select is((select occurrences from ems.alert where code = 'unknown_device'), 2, 'which counts up');
select is((select format('%s %s', reason, refused) from ems.telemetry_refusal where site_id = 'home01' and device = 'toaster'), 'unknown_device 4', 'refused values are counted by device and reason');
select is_empty($$ select from ems.telemetry_frame $$, 'nothing is stored');

select ems.fn_device_validate('home01', 'meter_grid', false, 'installer', '2026-01-15 09:00Z');
select is(test.frame('home01', 'meter_grid', '{"grid_power_w": 1}', '2026-01-15 10:00Z'), 'stored 0, repeated 0, suspect 0, refused 1', 'values of a device nobody vouches for are refused');
select is(test.alerts('home01', 'unvalidated_device', 'meter_grid'), 1, 'with an alert of their own');
select is_empty($$ select from ems.telemetry_frame $$, 'and not stored');
select ems.fn_device_validate('home01', 'meter_grid', true, 'installer', '2026-01-15 10:01Z');
select is(test.alerts('home01', 'unvalidated_device'), 0, 'validating ends the alert');
select is(test.frame('home01', 'meter_grid', '{"grid_power_w": 1}', '2026-01-15 10:02Z'), 'stored 1, repeated 0, suspect 0, refused 0', 'and its telemetry is taken');

select is(
  (select format('%s %s %s %s', i.stored, i.repeated, i.suspect, i.refused) from ems.fn_ingest_telemetry('home01', 'meter_grid', '{grid_power_w,flux_gw,grid_frequency_hz}',
    '{2026-01-15 10:03Z,2026-01-15 10:03:10Z}', '{100,1,49.9,200,2,50.1}', '2026-01-15 10:04Z') as i),
  '4 0 0 2', 'a metric that is not in the dictionary is refused while the others are stored');
select results_eq($$ select measured_at, metric, value from ems.vw_telemetry where measured_at >= '2026-01-15 10:03Z' order by 1, 2 $$,
  $$ values ('2026-01-15 10:03Z'::timestamptz, 'grid_frequency_hz', 49.9::double precision), ('2026-01-15 10:03Z', 'grid_power_w', 100),
    ('2026-01-15 10:03:10Z', 'grid_frequency_hz', 50.1), ('2026-01-15 10:03:10Z', 'grid_power_w', 200) $$, 'each of the others at its own place');
select is(test.alerts('home01', 'unknown_metric', 'meter_grid flux_gw'), 1, 'the alert names device and metric');
select is(test.frame('home01', 'meter_grid', '{"flux_gw": 1}', '2026-01-15 10:05Z'), 'stored 0, repeated 0, suspect 0, refused 1', 'a frame of unknown metrics alone is refused whole');

select throws_ok($$ select ems.fn_ingest_telemetry('home01', 'meter_grid', '{grid_power_w,grid_frequency_hz}', '{2026-01-15 10:06Z}', '{1}', '2026-01-15 10:06Z') $$, 'SA422', null, 'values that do not fill the matrix are refused');
select is(test.refusal($$ select ems.fn_ingest_telemetry('home01', 'meter_grid', '{grid_power_w}', '{2026-01-15 10:06Z,2026-01-15 10:07Z}', '{1,2,3}', '2026-01-15 10:08Z') $$), 'SA422 telemetry_matrix', 'by the rule telemetry_matrix');
select * from finish();
rollback;
