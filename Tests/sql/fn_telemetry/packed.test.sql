-- Packing changes nothing for who reads, aggregates or sends late data.
begin;
select plan(18);
select test.house();
create function pg_temp.send(p_metric text[], p_at timestamptz[], p_value double precision[], p_now timestamptz) returns text language sql as $$
  select format('stored %s repeated %s suspect %s refused %s', i.stored, i.repeated, i.suspect, i.refused) from ems.fn_ingest_telemetry('home01', 'meter_grid', p_metric, p_at, p_value, p_now) as i $$;
create temporary table instant as select array_agg('2026-03-02 10:30:00.123456Z'::timestamptz + n * interval '10 s' order by n) as at from generate_series(0, 539) as n;
-- fast frames, among them failed reads and implausible values; slow frames of another set of metrics
select pg_temp.send('{grid_power_w,grid_l1_voltage_v}', i.at, (select array_agg(v order by n, k) from (select n, 1 as k, n * 7919 % 4001 - 2000.25 as v from generate_series(1, 540) as n union all
  select n, 2, case when n % 50 = 0 then null when n % 97 = 0 then 9999 else 230 + n % 7 * 0.1 end from generate_series(1, 540) as n) as u), '2026-03-02 12:01Z') from instant as i;
select pg_temp.send('{grid_import_wh_total}', array_agg(t order by t), array_agg(1000 + extract(minute from t) / 10 order by t), '2026-03-02 12:01Z') from generate_series('2026-03-02 10:31:07Z'::timestamptz, '2026-03-02 11:59Z', interval '1 min') as t;
select ems.fn_aggregate_telemetry('home01', '2026-03-02 12:01Z');
create temporary table before as select * from ems.fn_telemetry('home01', '2026-03-01', '2026-03-04');
create temporary table aggregate as select metric_id, level, starts_at, mean, lowest, highest, last, samples, covered_s from ems.telemetry_aggregate;
select is((select count(*)::int from before), 540 + 530 + 88, 'everything but the failed reads is there');
select is((select count(*)::int from before where suspect), 5, 'five are suspect');

-- (TimescaleDB's weeks begin on Thursdays)
select is(ems.fn_telemetry_pack((select min(ends_at) from ems.fn_telemetry_week('2026-04-01')) + interval '47 hours 59 min'), 0, 'a week is packed when it ended two days ago');
select is((ems.fn_retain('2026-03-11 03:40Z') ->> 'telemetry_pack')::int, 1, 'by the nightly job');
select is((select count(*)::int from ems.telemetry_frame), 0, 'no frame is left');
select results_eq($$ select starts_at, cardinality(metric_id), cardinality(suspect), cardinality(measured_at) from ems.telemetry_pack order by 1, 2, 3 $$,
  $$ values ('2026-03-02 10:00Z'::timestamptz, 1, 0, 29), ('2026-03-02 10:00Z', 2, 0, 179), ('2026-03-02 10:00Z', 2, 1, 1), ('2026-03-02 11:00Z', 1, 0, 59), ('2026-03-02 11:00Z', 2, 0, 356), ('2026-03-02 11:00Z', 2, 1, 4) $$,
  'but a row for each hour and kind of frame');
select results_eq($$ select * from ems.fn_telemetry('home01', '2026-03-01', '2026-03-04') $$, $$ select * from before $$, 'which reads the same');
select results_eq($$ select * from ems.fn_telemetry('home01', '2026-03-02 10:59:50Z', '2026-03-02 11:00:20.123456Z', 'meter_grid', 'grid_power_w') $$,
  $$ select * from before where metric = 'grid_power_w' and measured_at >= '2026-03-02 10:59:50Z' and measured_at < '2026-03-02 11:00:20.123456Z' $$, 'a part of it too, to the microsecond');
select is((select count(*)::int from ems.fn_telemetry('home01', '2026-03-02 10:59:50Z', '2026-03-02 11:00:20.123456Z', 'meter_grid', 'grid_power_w')), 3, '(which is three values)');
select is_empty($$ select from ems.fn_telemetry('home01', '2026-03-01', '2026-03-04', p_metric => 'no_such_metric') $$, 'an unknown metric has no values');

update ems.aggregator_state set watermark_at = '2026-03-02 10:30Z';
delete from ems.telemetry_aggregate;
select ems.fn_aggregate_telemetry('home01', '2026-03-02 12:01Z');
select set_eq($$ select metric_id, level, starts_at, mean, lowest, highest, last, samples, covered_s from ems.telemetry_aggregate $$, $$ select * from aggregate $$, 'aggregates of packed values are those of frames');

-- late: one instant that is there, one that is not, and another part of one that is
select is((select pg_temp.send('{grid_power_w,grid_l1_voltage_v}', array[i.at[1], i.at[1] + interval '3 s'], '{1,231,3,234}', '2026-03-11 04:00Z') from instant as i), 'stored 2 repeated 2 suspect 0 refused 0', 'late data finds what is packed');
select is((select pg_temp.send('{grid_l2_voltage_v}', i.at[2:2], '{231}', '2026-03-11 04:00Z') from instant as i), 'stored 1 repeated 0 suspect 0 refused 0', 'and adds to it');
select results_eq($$ select metric, measured_at, value from ems.fn_telemetry('home01', '2026-03-01', '2026-03-04') except select metric, measured_at, value from before order by 1, 2 $$,
  $$ select * from (values ('grid_l1_voltage_v', '2026-03-02 10:30:03.123456Z'::timestamptz, 234::double precision), ('grid_l2_voltage_v', '2026-03-02 10:30:10.123456Z', 231), ('grid_power_w', '2026-03-02 10:30:03.123456Z', 3)) as v $$, 'just what is new');
select is((select array_agg(starts_at) from ems.telemetry_pack where cardinality(metric_id) = 1), '{2026-03-02 11:00Z}'::timestamptz[], 'the hours before and after stay packed');
select is((select watermark_at from ems.aggregator_state), '2026-03-02 10:30Z'::timestamptz, 'the aggregates are open from the quarter-hour on');
select is(ems.fn_telemetry_pack('2026-03-12 03:40Z'), 1, 'the next night packs it again');
select is((select count(*)::int from ems.fn_telemetry('home01', '2026-03-01', '2026-03-04')), 540 + 530 + 88 + 3, 'with nothing lost and nothing twice');
select * from finish();
rollback;
