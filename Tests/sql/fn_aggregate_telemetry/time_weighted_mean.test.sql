-- The mean weighs each value by the time it held: until the next one, at most its metric's max_age.
begin;
select plan(20);
select test.house();
-- grid_power_w holds for 30 s: 100 W for 20 s, 200 W for 30 s, 400 W for 10 s and 20 s of the next minute
select test.frame('home01', 'meter_grid', '{"grid_power_w": 100}', '2026-01-15 10:00Z');
select test.frame('home01', 'meter_grid', '{"grid_power_w": 200}', '2026-01-15 10:00:20Z');
select test.frame('home01', 'meter_grid', '{"grid_power_w": 400}', '2026-01-15 10:00:50Z');
-- battery_soh_pct would hold for a day; no value holds longer than a quarter of an hour
select test.frame('home01', 'inverter', '{"battery_soh_pct": 97}', '2026-01-15 10:05Z');
select ems.fn_aggregate_telemetry('home01', '2026-01-15 11:00Z');

create temporary view minute as select * from ems.telemetry_aggregate_1m where metric_id = test.metric('grid_power_w');
select is((select mean from minute where starts_at = '2026-01-15 10:00Z'), 200::double precision, '(100 × 20 + 200 × 30 + 400 × 10) / 60 = 200');
select is((select covered_s from minute where starts_at = '2026-01-15 10:00Z'), 60::real, 'the minute is covered');
select is((select format('%s %s %s %s', lowest, highest, last, samples) from minute where starts_at = '2026-01-15 10:00Z'), '100 400 400 3', 'lowest, highest, last and number of values');
select is((select format('%s %s %s', mean, covered_s, samples) from minute where starts_at = '2026-01-15 10:01Z'), '400 20 0', 'the last value holds for 30 s in all, 20 of them in the next minute, where nothing was measured');
select is_empty($$ select from minute where starts_at = '2026-01-15 10:02Z' $$, 'past its age it is no value: the minute has no row');
select is((select round(mean::numeric, 6) from ems.telemetry_aggregate_15m where metric_id = test.metric('grid_power_w')), 250.000000, 'the quarter-hour weighs the minutes by what is known of them: (200 × 60 + 400 × 20) / 80');
select is((select format('%s %s %s %s %s', covered_s, samples, lowest, highest, last) from ems.telemetry_aggregate_15m where metric_id = test.metric('grid_power_w')), '80 3 100 400 400', '80 of its 900 s are known');
select is((select round(mean::numeric, 6) from ems.telemetry_aggregate_1h where metric_id = test.metric('grid_power_w')), 250.000000, 'the hour says the same');
select is((select format('%s %s', starts_at at time zone 'UTC', round(mean::numeric, 6)) from ems.telemetry_aggregate_1d where metric_id = test.metric('grid_power_w')), '2026-01-14 23:00:00 250.000000', 'and the local day');

select is((select sum(covered_s)::int from ems.telemetry_aggregate_1m where metric_id = test.metric('battery_soh_pct')), 900, 'a value that may be a day old stands for a quarter of an hour');
select results_eq($$ select starts_at, covered_s::int from ems.telemetry_aggregate_15m where metric_id = test.metric('battery_soh_pct') order by 1 $$,
  $$ values ('2026-01-15 10:00Z'::timestamptz, 600), ('2026-01-15 10:15Z', 300) $$, 'ten minutes of the quarter it was read in and five of the next');

-- counters: the reading at the end is what counts
select test.frame('home01', 'meter_grid', '{"grid_import_wh_total": 1000}', '2026-01-15 12:01Z');
select test.frame('home01', 'meter_grid', '{"grid_import_wh_total": 1250}', '2026-01-15 12:09Z');
select test.frame('home01', 'meter_grid', '{"grid_import_wh_total": 1300}', '2026-01-15 12:16Z');
-- states: never averaged, the last one stands
select test.frame('home01', 'inverter', '{"inverter_state": 2}', '2026-01-15 12:01Z');
select test.frame('home01', 'inverter', '{"inverter_state": 4}', '2026-01-15 12:05Z');
select ems.fn_aggregate_telemetry('home01', '2026-01-15 13:00Z');
select results_eq($$ select starts_at, last from ems.telemetry_aggregate_15m where metric_id = test.metric('grid_import_wh_total') order by 1 $$,
  $$ values ('2026-01-15 12:00Z'::timestamptz, 1250::double precision), ('2026-01-15 12:15Z', 1300) $$, 'a counter''s last is its reading at the end of the interval');
select is((select last from ems.telemetry_aggregate_1h where metric_id = test.metric('grid_import_wh_total') and starts_at = '2026-01-15 12:00Z'), 1300::double precision, 'so for the hour');
select is((select format('%s %s %s', lowest, highest, last) from ems.telemetry_aggregate_15m where metric_id = test.metric('inverter_state')), '2 4 4', 'a state''s last is its latest code');

-- suspect values are left out
select test.frame('home01', 'meter_grid', '{"grid_l1_power_w": 100}', '2026-01-15 14:00Z');
select test.frame('home01', 'meter_grid', '{"grid_l1_power_w": 9e9}', '2026-01-15 14:00:10Z');
select test.frame('home01', 'meter_grid', '{"grid_l1_power_w": 300}', '2026-01-15 14:00:30Z');
select ems.fn_aggregate_telemetry('home01', '2026-01-15 14:16Z');
select is((select format('%s %s %s', mean, highest, samples) from ems.telemetry_aggregate_1m where metric_id = test.metric('grid_l1_power_w') and starts_at = '2026-01-15 14:00Z'), '200 300 2',
  'a spike is not in the mean, nor in the extremes, nor in the count: 30 s of 100 W and 30 s of 300 W');

-- a value read just before the mark holds on behind it
select test.frame('home01', 'meter_grid', '{"grid_l2_power_w": 50}', '2026-01-15 15:14:50Z');
select ems.fn_aggregate_telemetry('home01', '2026-01-15 15:15Z');
select ems.fn_aggregate_telemetry('home01', '2026-01-15 15:31Z');
select results_eq($$ select starts_at, covered_s::int, samples from ems.telemetry_aggregate_1m where metric_id = test.metric('grid_l2_power_w') order by 1 $$,
  $$ values ('2026-01-15 15:14Z'::timestamptz, 10, 1), ('2026-01-15 15:15Z', 20, 0) $$, 'a value holds on across the mark');

-- the running intervals are written too
select test.steady('home01', 'meter_grid', '{"grid_l3_power_w": 70}', '2026-01-15 16:00Z', '2026-01-15 16:04Z');
select ems.fn_aggregate_telemetry('home01', '2026-01-15 16:04Z');
select is((select covered_s::int from ems.telemetry_aggregate_15m where metric_id = test.metric('grid_l3_power_w')), 240, 'the running quarter-hour is written with what is known so far');
select test.steady('home01', 'meter_grid', '{"grid_l3_power_w": 70}', '2026-01-15 16:04Z', '2026-01-15 16:15Z');
select ems.fn_aggregate_telemetry('home01', '2026-01-15 16:16Z');
select is((select format('%s %s', covered_s, mean) from ems.telemetry_aggregate_15m where metric_id = test.metric('grid_l3_power_w') and starts_at = '2026-01-15 16:00Z'), '900 70', 'and is whole in the end');

select is((select format('%s %s', behind, written) from ems.fn_aggregate_telemetry('home02', '2026-01-15 16:16Z')), '00:00:00 0', 'a house without telemetry has nothing to aggregate');
select is((select count(distinct site_id)::int from ems.telemetry_aggregate), 1, 'no other house has aggregates');
select * from finish();
rollback;
