-- What comes in is stored exactly once, and the answer says what became of each value.
begin;
select plan(12);
select test.house();

select is(
  (select format('%s %s %s %s', i.stored, i.repeated, i.suspect, i.refused) from ems.fn_ingest_telemetry('home01', 'meter_grid', '{grid_power_w,grid_frequency_hz}',
    '{2026-01-15 10:00Z,2026-01-15 10:00:10Z,2026-01-15 10:00:20Z}', '{100,50,200,50.01,300,50.02}', '2026-01-15 10:00:21Z') as i),
  '6 0 0 0', 'three rows of two metrics are six stored values');
select results_eq(
  $$ select measured_at, value from ems.vw_telemetry where site_id = 'home01' and metric = 'grid_power_w' order by measured_at $$,
  $$ values ('2026-01-15 10:00Z'::timestamptz, 100::double precision), ('2026-01-15 10:00:10Z', 200), ('2026-01-15 10:00:20Z', 300) $$,
  'the matrix is cut row by row, one instant a row');
select is(
  (select format('%s %s %s %s', i.stored, i.repeated, i.suspect, i.refused) from ems.fn_ingest_telemetry('home01', 'meter_grid', '{grid_power_w,grid_frequency_hz}',
    '{2026-01-15 10:00Z,2026-01-15 10:00:10Z,2026-01-15 10:00:20Z}', '{100,50,200,50.01,300,50.02}', '2026-01-15 10:00:22Z') as i),
  '0 6 0 0', 'the same batch again stores nothing');
select is((select count(*)::int from ems.telemetry_frame where site_id = 'home01'), 3, 'and makes no further frame');
select is(
  (select format('%s %s %s %s', i.stored, i.repeated, i.suspect, i.refused) from ems.fn_ingest_telemetry('home01', 'meter_grid', '{grid_power_w,grid_frequency_hz}',
    '{2026-01-15 10:00:20Z,2026-01-15 10:00:30Z}', '{300,50.02,400,50.03}', '2026-01-15 10:00:31Z') as i),
  '2 2 0 0', 'of a batch that overlaps only the new row counts as stored');

select is(
  (select format('%s %s', l.value, l.measured_at at time zone 'UTC') from ems.telemetry_last as l where l.site_id = 'home01' and l.metric_id = test.metric('grid_power_w')),
  '400 2026-01-15 10:00:30', 'the last value is the newest one');
select lives_ok($$ select test.frame('home01', 'meter_grid', '{"grid_power_w": 1}', '2026-01-15 09:00Z', '2026-01-15 10:01Z') $$, 'an older frame is taken');
select is((select value from ems.telemetry_last where site_id = 'home01' and metric_id = test.metric('grid_power_w')), 400::double precision, 'but does not become the last value');

select is((select format('%s %s %s %s', i.stored, i.repeated, i.suspect, i.refused) from ems.fn_ingest_telemetry('home01', 'meter_grid', '{}', '{}', '{}', '2026-01-15 10:02Z') as i), '0 0 0 0', 'no metric, nothing to do');

select test.house('home02');
select is_empty($$ select from ems.telemetry_last where site_id = 'home02' $$, 'another house sees none of it');
select is(test.frame('home02', 'meter_grid', '{"grid_power_w": -7}', '2026-01-15 10:00Z'), 'stored 1, repeated 0, suspect 0, refused 0', 'its device of the same name at the same instant is its own');
select is((select array_agg(distinct value order by value) from ems.vw_telemetry where site_id = 'home01' and metric = 'grid_power_w' and measured_at = '2026-01-15 10:00Z'), '{100}'::double precision[],
  'and writes nothing into the first house');
select * from finish();
rollback;
