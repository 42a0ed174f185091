-- A spool empties itself in long batches, in any order.
begin;
select plan(6);
select test.house();
select is(
  (select format('%s %s', i.stored, i.repeated) from ems.fn_ingest_telemetry('home01', 'meter_grid', '{grid_power_w,grid_l1_power_w}',
    array(select '2026-01-15 10:00Z'::timestamptz + g * interval '10 s' from generate_series(0, 199) as g), array(select v from generate_series(0, 199) as g cross join lateral (values (1, g), (2, -g)) as x (k, v) order by g, k)::double precision[], '2026-01-15 11:00Z') as i),
  '400 0', 'two hundred rows in one call are stored');
select is_empty($$
  select from generate_series(0, 199) as g
  where not exists (select from ems.telemetry_frame as f where f.measured_at = '2026-01-15 10:00Z'::timestamptz + g * interval '10 s'
    and f.value = array[g, -g]::double precision[] and f.metric_id = array[test.metric('grid_power_w'), test.metric('grid_l1_power_w')]) $$,
  'each at its instant, with its values');
select is((select value from ems.telemetry_last where metric_id = test.metric('grid_l1_power_w')), -199::double precision, 'the last value is the last row''s');

select is(
  (select format('%s %s', i.stored, i.repeated) from ems.fn_ingest_telemetry('home01', 'meter_grid', '{grid_power_w}',
    array(select '2026-01-16 10:00Z'::timestamptz + g * interval '10 s' from generate_series(0, 199) as g order by g * 7919 % 200), array(select g from generate_series(0, 199) as g order by g * 7919 % 200)::double precision[], '2026-01-16 11:00Z') as i),
  '200 0', 'a batch may come in any order');
select is((select value from ems.telemetry_last where metric_id = test.metric('grid_power_w')), 199::double precision, 'the last value is the newest, not the last in line');
select is_empty($$ select from ems.vw_telemetry where measured_at >= '2026-01-16' and value <> extract(epoch from measured_at - '2026-01-16 10:00Z') / 10 $$, 'and every value stands at its own instant');
select * from finish();
rollback;
