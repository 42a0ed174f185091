-- Neither the future nor what retention would drop at once.
begin;
select plan(11);
select test.house();
select is(test.frame('home01', 'meter_grid', '{"grid_power_w": 1}', '2026-01-15 10:05Z', '2026-01-15 10:00Z'), 'stored 1, repeated 0, suspect 0, refused 0', 'a clock five minutes fast is forgiven');
select is(test.frame('home01', 'meter_grid', '{"grid_power_w": 1}', '2026-01-15 10:05:01Z', '2026-01-15 10:00Z'), 'stored 0, repeated 0, suspect 0, refused 1', 'more is the future and refused');
select is(test.alerts('home01', 'telemetry_time'), 1, 'with an alert');
select is(test.frame('home01', 'meter_grid', '{"grid_power_w": 1}', '2025-10-18 10:00Z', '2026-01-15 10:00Z'), 'stored 1, repeated 0, suspect 0, refused 0', 'what a spool kept for 89 days is taken');
select is(test.frame('home01', 'meter_grid', '{"grid_power_w": 1}', '2025-10-16 10:00Z', '2026-01-15 10:00Z'), 'stored 0, repeated 0, suspect 0, refused 1', 'what is older than the raw retention is refused');
select is(
  (select format('%s %s %s %s', i.stored, i.repeated, i.suspect, i.refused) from ems.fn_ingest_telemetry('home01', 'meter_grid', '{grid_power_w,grid_frequency_hz}',
    '{2026-01-15 12:00Z,2026-01-15 11:00Z,2020-01-01 00:00Z}', '{1,50,2,51,3,52}', '2026-01-15 11:00:01Z') as i),
  '2 0 0 4', 'of a mixed batch the possible row is stored');
select results_eq($$ select metric, value from ems.vw_telemetry where measured_at = '2026-01-15 11:00Z' order by 1 $$, $$ values ('grid_frequency_hz', 51::double precision), ('grid_power_w', 2) $$, 'with its own values');
select is_empty($$ select from ems.telemetry_frame where measured_at in ('2026-01-15 12:00Z', '2020-01-01 00:00Z') $$, 'the impossible ones are not');
select is((select sum(refused)::int from ems.telemetry_refusal where reason = 'future'), 3, 'what came from the future is counted as future');
select is((select sum(refused)::int from ems.telemetry_refusal where reason = 'too_old'), 3, 'what was too old as too old');

update ems.retention set keep = interval '10 days' where relation = 'telemetry_frame';
select is(test.frame('home01', 'meter_grid', '{"grid_power_w": 1}', '2026-01-01 10:00Z', '2026-01-15 10:00Z'), 'stored 0, repeated 0, suspect 0, refused 1', 'the limit follows the retention that is set');
select * from finish();
rollback;
