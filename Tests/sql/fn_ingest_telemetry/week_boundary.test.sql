-- Raw telemetry is partitioned by weeks of UTC, whatever zone the session thinks in.
begin;
select plan(5);
select test.house();
set local timezone = 'Europe/Prague';
select lives_ok($$ select test.frame('home01', 'meter_grid', '{"grid_power_w": 1}', t, t) from unnest('{2026-03-24 12:00Z,2026-03-31 12:00Z}'::timestamptz[]) as t $$,
  'the weeks before and after the clocks go forward can be stored');
select lives_ok($$ select test.frame('home01', 'meter_grid', '{"grid_power_w": 1}', '2026-03-29 23:30Z') $$, 'so can the hour between them');
select lives_ok($$ select test.frame('home01', 'meter_grid', '{"grid_power_w": 1}', t, t) from unnest('{2026-10-20 12:00Z,2026-10-27 12:00Z}'::timestamptz[]) as t $$,
  'the weeks before and after the clocks go back can be stored');
set local timezone = 'America/New_York';
select lives_ok($$ select ems.fn_telemetry_partition('2027-01-01', '2028-01-01') $$, 'a year of weeks can be made in one call');
set local timezone = 'UTC';
select lives_ok($$ select test.frame('home01', 'meter_grid', '{"grid_power_w": 1}', t, t) from generate_series('2027-01-01 00:30Z'::timestamptz, '2027-12-31 23:30Z', interval '13 hours') as t $$,
  'and has no hole');
select * from finish();
rollback;
