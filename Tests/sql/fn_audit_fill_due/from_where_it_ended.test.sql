-- The audit goes on from where it ended.
begin;
select plan(9);
select test.house();
select test.house('home02');
select test.round_prices();
select is(ems.fn_audit_fill_due('home01', '2026-01-15 10:00Z'), 0, 'nothing measured, nothing to fill');
select test.measured('home01', '2026-01-15 10:00Z', '2026-01-15 11:00Z', '{"grid_w": 400, "soc_pct": 50}');
select count(ems.fn_aggregate_telemetry('home01', '2026-01-15 11:00Z'));
select is(ems.fn_audit_fill_due('home01', '2026-01-15 10:59Z'), 3, 'the first time from where telemetry begins, up to the last full slot');
select is(ems.fn_audit_fill_due('home01', '2026-01-15 11:01Z'), 2, 'then the new slot, and the newest old one again: values may have been on their way');
select is(ems.fn_audit_fill_due('home01', '2026-01-15 11:02Z'), 1, 'with nothing new only the newest again');
select is((select count(*)::int from ems.audit_interval where site_id = 'home01'), 4, 'four slots');
select is(ems.fn_audit_fill_due('home02', '2026-01-15 11:02Z'), 0, 'each house for itself');
-- late telemetry that is not aggregated yet
select test.measured('home01', '2026-01-15 09:00Z', '2026-01-15 09:15Z', '{"grid_w": 400, "soc_pct": 50}');
select is(ems.fn_audit_fill_due('home01', '2026-01-15 11:10Z'), 4, 'late telemetry: everything from there, whatever is known of it by then');
select count(ems.fn_aggregate_telemetry('home01', '2026-01-15 11:11Z'));
select is(ems.fn_audit_fill_due('home01', '2026-01-15 11:11Z'), 6, 'and again when the aggregates have caught up (the slot after it knows its first seconds)');
select is((select bool_and(audit_from is null) from ems.aggregator_state), true, 'then it is done');
select * from finish();
rollback;
