-- A round of the worker under its own role, without a right on any table.
begin;
select plan(12);
select test.house();
select test.round_prices();
select test.read_settings('home01', '2026-01-15 10:00Z');
select ems.fn_override_create('home01', 'car_now', '2026-01-15 12:00Z', 'anna', 'trip', '2026-01-15 10:00Z', p_power_w => 6900);
set local role ems_worker;
select is((select count(*)::int from ems.fn_worker_site()), 1, 'it learns of its houses');
select is((select count(*)::int from ems.fn_gateway_claim('w1', '2026-01-15 10:00Z')), 6, 'takes the gateways');
select cmp_ok((select count(*)::int from ems.fn_poll_plan('home01')), '>', 5, 'knows what to read');
select is((select stored from ems.fn_ingest_telemetry('home01', 'meter_grid', '{grid_power_w}', '{2026-01-15 10:00Z}', '{400}', '2026-01-15 10:00:01Z')), 1, 'stores it');
select cmp_ok((select written from ems.fn_aggregate_telemetry('home01', '2026-01-15 10:01Z')), '>', 0::bigint, 'aggregates it');
select is((select read from ems.fn_setting_read('home01', 'charger', '{car_current_limit_a}', '{16}', '2026-01-15 10:01Z')), 1, 'notes a setting');
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 10:01Z')), 1, 'decides');
create function pg_temp.round() returns text language plpgsql as $$
declare
  v record;
begin
  perform ems.fn_gateway_claim('w1', '2026-01-15 10:01Z');
  select * into v from ems.fn_setpoint_due('home01', 'w1', '2026-01-15 10:01:05Z') where point = 'car_current_limit_a';
  perform ems.fn_command_sent('home01', v.command_id, 'w1', 16, true, '2026-01-15 10:01:05Z'), ems.fn_command_acked('home01', v.command_id, '2026-01-15 10:01:06Z');
  return ems.fn_command_verified('home01', v.command_id, v.value, '2026-01-15 10:01:07Z');
end
$$;
select is(pg_temp.round(), 'verified', 'writes');
select cmp_ok(ems.fn_job_tick('home01', '2026-01-15 10:02Z'), '>', 5, 'ticks');
select is((select attempt from ems.fn_job_claim('home01', 'w1', '2026-01-15 10:02Z')), 1, 'takes a job');
select isnt(ems.fn_create_planning_run('home01', 'rolling', '2026-01-15 10:02Z', 'w1'), null, 'plans');
select cmp_ok(ems.fn_audit_fill_due('home01', '2026-01-15 10:16Z'), '>=', 0, 'and audits');
select * from finish();
rollback;
