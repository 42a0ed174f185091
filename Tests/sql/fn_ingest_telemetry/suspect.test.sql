-- Implausible values are kept and marked, and no decision sees them.
begin;
select plan(14);
select test.house();
select is(test.frame('home01', 'meter_grid', '{"grid_l1_voltage_v": 400, "grid_power_w": 100}', '2026-01-15 10:00Z'), 'stored 2, repeated 0, suspect 1, refused 0', 'an implausible value is stored and counted as suspect');
select results_eq($$ select metric, value, suspect from ems.vw_telemetry order by metric $$, $$ values ('grid_l1_voltage_v', 400::double precision, true), ('grid_power_w', 100, false) $$,
  'it is kept as it came, never clipped, and marked');
select is(test.alerts('home01', 'implausible_value', 'meter_grid grid_l1_voltage_v'), 1, 'an alert names device and metric');
select is((select suspect from ems.telemetry_last where metric_id = test.metric('grid_l1_voltage_v')), true, 'the last value is marked too');
select is(test.frame('home01', 'meter_grid', '{"grid_power_w": 90000}', '2026-01-15 10:00:10Z'), 'stored 1, repeated 0, suspect 1, refused 0', 'a spike of the grid meter');
select is((select fresh from ems.fn_site_signal('home01', '2026-01-15 10:00:11Z') where signal = 'grid_w'), false, 'no decision takes it for the power of the house');
select is((select value from ems.fn_site_signal('home01', '2026-01-15 10:00:11Z') where signal = 'grid_w'), null, 'its value is unknown, not 90 kW');
select test.frame('home01', 'meter_grid', '{"grid_power_w": 110}', '2026-01-15 10:00:20Z');
select is((select format('%s %s', value, fresh) from ems.fn_site_signal('home01', '2026-01-15 10:00:21Z') where signal = 'grid_w'), '110 t', 'the next good value heals it');

select is_empty($$
  with tried as (
    select m.metric, v.value, v.wanted, '2026-01-15 12:00Z'::timestamptz + row_number() over () * interval '1 s' as at
    from ems.metric as m
    cross join lateral (values (m.lowest, false), (m.highest, false), (m.lowest - greatest(1, abs(m.lowest) * 1e-6), true), (m.highest + greatest(1, abs(m.highest) * 1e-6), true),
      ('NaN'::double precision, true), ('Infinity', true), ('-Infinity', true)) as v (value, wanted)
  )
  select t.* from tried as t cross join lateral ems.fn_ingest_telemetry('home01', 'inverter', array[t.metric], array[t.at], array[t.value], '2026-01-15 14:00Z') as i
  where (i.suspect = 1) is distinct from t.wanted or i.stored <> 1 $$,
  'property: for every metric both limits are plausible, and what lies beyond, NaN and infinities are suspect');

-- in a long batch only the odd one is marked
select is(
  (select format('%s %s', i.stored, i.suspect) from ems.fn_ingest_telemetry('home01', 'meter_grid', '{grid_power_w}', array(select '2026-01-15 15:00Z'::timestamptz + g * interval '1 s' from generate_series(1, 130) as g),
    array(select case g when 100 then 1e6 else g end from generate_series(1, 130) as g), '2026-01-15 15:03Z') as i), '130 1', 'one spike in a long batch');
select is((select array_agg(measured_at) from ems.vw_telemetry where suspect and measured_at >= '2026-01-15 15:00Z'), '{2026-01-15 15:01:40Z}'::timestamptz[], 'only its instant is marked');
select is((select occurrences from ems.alert where code = 'implausible_value' and subject = 'meter_grid grid_power_w'), 2, 'the batch counts the open alert up once');
select is((select count(*)::int from ems.alert where code = 'implausible_value' and subject = 'meter_grid grid_power_w'), 1, 'and opens no second one');
select is((select count(*)::int from ems.telemetry_frame where suspect = '{}'), 0, 'a frame without suspects has no empty list of them');
select * from finish();
rollback;
