-- The meter counts each phase for itself: what it counts is what is paid, with and without a battery.
begin;
select plan(10);
select test.house();
select test.round_prices();
-- readings of the meter's three phases; a quarter-hour at 400 W in the sum (100 Wh), while L1 imports more and L3 exports
create function pg_temp.quarter(p_from timestamptz, p_import double precision, p_export double precision, p_grid double precision default 400) returns void language sql volatile as $$
  select test.measured('home01', p_from, p_from + interval '15 min', jsonb_build_object('grid_w', p_grid, 'soc_pct', 50)),
    test.steady('home01', 'meter_grid', jsonb_strip_nulls(jsonb_build_object('grid_l1_import_wh_total', p_import, 'grid_l2_import_wh_total', p_import * 0, 'grid_l3_import_wh_total', p_import * 0,
      'grid_l1_export_wh_total', p_export * 0, 'grid_l2_export_wh_total', p_export * 0, 'grid_l3_export_wh_total', p_export)), p_from, p_from + interval '15 min')
$$;
select pg_temp.quarter('2026-01-15 10:00Z', 1000, 500), pg_temp.quarter('2026-01-15 10:15Z', 1160, 560), pg_temp.quarter('2026-01-15 10:30Z', 1265, 560),
  pg_temp.quarter('2026-01-15 10:45Z', 90, 560), pg_temp.quarter('2026-01-15 11:00Z', 200, null), pg_temp.quarter('2026-01-15 11:15Z', 330, null);
select count(ems.fn_aggregate_telemetry('home01', '2026-01-15 11:31Z')), count(ems.fn_fill_audit_interval('home01', '2026-01-15 10:00Z', '2026-01-15 11:30Z', '2026-01-15 11:31Z'));
create function pg_temp.slot(p_at timestamptz) returns text language sql as
$$ select round(import_wh::numeric, 2) || ' ' || round(export_wh::numeric, 2) from ems.audit_interval where starts_at = p_at $$;
select is(pg_temp.slot('2026-01-15 10:00Z'), '100.00 0.00', 'the first slot has no reading before it: power, minute by minute');
select is(pg_temp.slot('2026-01-15 10:15Z'), '160.00 60.00', 'then the meter''s own count: 60 Wh crossed it in both directions because phases are not netted');
select is((select cost from ems.audit_interval where starts_at = '2026-01-15 10:15Z'), 0.580000, 'which is what is paid: 0.16 × 4 − 0.06 × 1');
select is((select no_battery_cost from ems.audit_interval where starts_at = '2026-01-15 10:15Z'), 0.580000, 'without a battery that did nothing it would have been the same');
-- 100 Wh of need are served by the imagined battery, the 60 Wh on both sides stay
select is((select self_consumption_cost from ems.audit_interval where starts_at = '2026-01-15 10:15Z'), 0.180000, 'and no battery takes away what phases do not net: 0.06 × 4 − 0.06 × 1');
select is(pg_temp.slot('2026-01-15 10:30Z'), '105.00 0.00', 'a meter that counts a little more than was sampled is believed');
select is((select no_battery_cost from ems.audit_interval where starts_at = '2026-01-15 10:30Z'), 0.400000, 'that is no flow in both directions');
select is(pg_temp.slot('2026-01-15 10:45Z'), '100.00 0.00', 'a counter that went backwards (the meter was changed) is not');
select is(pg_temp.slot('2026-01-15 11:15Z'), '130.00 0.00', 'the import counted, the export not: each for itself');
select is((select no_battery_cost from ems.audit_interval where starts_at = '2026-01-15 11:15Z'), 0.400000, 'where one side was not counted nothing is known to have crossed in both directions');
select * from finish();
rollback;
