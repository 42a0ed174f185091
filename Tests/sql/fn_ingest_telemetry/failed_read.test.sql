-- NULL is a failed read: missing, and never 0.
begin;
select plan(10);
select test.house();
select test.frame('home01', 'meter_grid', '{"grid_power_w": 500, "grid_frequency_hz": 50}', '2026-01-15 10:00Z');
select test.frame('home01', 'meter_grid', '{"grid_power_w": null, "grid_frequency_hz": 50.1}', '2026-01-15 10:00:10Z');

select results_eq(
  $$ select value from ems.vw_telemetry where site_id = 'home01' and metric = 'grid_power_w' $$, '{500}'::double precision[], 'a failed read is no row of the view');
select is((select value[array_position(metric_id, test.metric('grid_power_w'))] from ems.telemetry_frame where site_id = 'home01' and measured_at = '2026-01-15 10:00:10Z'), null,
  'in the frame it is NULL');
select is((select value from ems.telemetry_last where site_id = 'home01' and metric_id = test.metric('grid_power_w')), 500::double precision, 'the last value stays what was read before');
select is((select measured_at from ems.telemetry_last where site_id = 'home01' and metric_id = test.metric('grid_power_w')), '2026-01-15 10:00Z'::timestamptz, 'with the age it has');
select is((select value from ems.telemetry_last where site_id = 'home01' and metric_id = test.metric('grid_frequency_hz')), 50.1::double precision, 'while the metric beside it goes on');

-- a batch whose newest row lacks a metric
select is((select i.stored > 0 from ems.fn_ingest_telemetry('home01', 'meter_grid', '{grid_power_w,grid_frequency_hz}', '{2026-01-15 10:01Z,2026-01-15 10:01:10Z}', '{700,50,null,50}', '2026-01-15 10:02Z') as i),
  true, 'a batch whose newest row lacks a value is stored');
select is((select value from ems.telemetry_last where site_id = 'home01' and metric_id = test.metric('grid_power_w')), 700::double precision,
  'the last value is the newest one that was read, wherever it stands in the batch');

select ems.fn_aggregate_telemetry('home01', '2026-01-15 10:16Z');
select is((select lowest from ems.telemetry_aggregate_15m where site_id = 'home01' and metric_id = test.metric('grid_power_w') and starts_at = '2026-01-15 10:00Z'), 500::double precision,
  'no aggregate takes a failed read for a 0');

-- a frame of failed reads only is known by nothing but itself
create function pg_temp.nothing() returns text language sql as
$$ select format('%s %s', i.stored, i.repeated) from ems.fn_ingest_telemetry('home01', 'meter_grid', '{grid_power_w,grid_frequency_hz}', '{2026-01-15 10:20Z}', '{null,null}', '2026-01-15 10:20Z') as i $$;
select is(pg_temp.nothing(), '2 0', 'a frame in which every read failed is stored');
select is(pg_temp.nothing(), '0 2', 'and once only');
select * from finish();
rollback;
