-- A value the device refused three times rests for an hour, or until something else is wanted.
begin;
select plan(17);
select test.house();
select test.read_settings('home01', '2026-01-15 10:00Z', 'charger');
select ems.fn_override_create('home01', 'car_now', '2026-01-15 16:00Z', 'anna', 'a', '2026-01-15 10:00Z', p_power_w => 6900);
-- the worker writes, and reads back what was there before
create function pg_temp.refuse(p_at timestamptz) returns text language plpgsql volatile as $$
declare
  v_due record;
begin
  perform ems.fn_gateway_claim('w1', p_at);
  select * into v_due from ems.fn_setpoint_due('home01', 'w1', p_at);
  if v_due.command_id is null then return 'nothing'; end if;
  perform ems.fn_command_sent('home01', v_due.command_id, 'w1', 16, true, p_at), ems.fn_command_acked('home01', v_due.command_id, p_at);
  return ems.fn_command_verified('home01', v_due.command_id, 16, p_at);
end
$$;
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 10:00Z')), 1, 'one order');
select is(pg_temp.refuse('2026-01-15 10:00:01Z'), 'failed', 'the register reads back differently: failed');
select is(test.alerts('home01', 'command_unverified'), 0, 'no alert yet');
select is(pg_temp.refuse('2026-01-15 10:00:05Z'), 'nothing', 'the first retry waits five seconds');
select is(pg_temp.refuse('2026-01-15 10:00:06Z'), 'failed', 'and comes');
select is(pg_temp.refuse('2026-01-15 10:00:15Z'), 'nothing', 'the second waits ten');
select is(pg_temp.refuse('2026-01-15 10:00:16Z'), 'failed', 'and comes');
select is(test.alerts('home01', 'command_unverified', 'charger car_current_limit_a'), 1, 'then there is an alert');
select is(pg_temp.refuse('2026-01-15 10:05Z'), 'nothing', 'and no third retry');
select results_eq($$ select attempt::int, state, retry_of is not distinct from lag(command_id) over (order by command_id), value_read from ems.command order by command_id $$, $$ values (1, 'failed', true, 16::double precision), (2, 'failed', true, 16), (3, 'failed', true, 16) $$, 'each retry is a row of its own that names the one before; what was read is kept');
select test.read_settings('home01', '2026-01-15 10:15Z', 'charger');
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 10:15Z')), 0, 'the same value rests');
select ems.fn_override_create('home01', 'car_now', '2026-01-15 16:00Z', 'anna', 'b', '2026-01-15 10:16Z', p_power_w => 8280);
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 10:16Z')), 1, 'another value need not');
select is(test.carry_out('home01', '2026-01-15 10:16:01Z'), 1, 'and this one the device takes');
select is(test.alerts('home01', 'command_unverified'), 0, 'which ends the alert');
-- again the refused one; the hour counts from the last failure of the register
select ems.fn_override_create('home01', 'car_now', '2026-01-15 16:00Z', 'anna', 'a', '2026-01-15 10:17Z', p_power_w => 6900);
select count(ems.fn_setpoint_make('home01', '2026-01-15 10:17Z'));
select pg_temp.refuse(t) from unnest('{2026-01-15 10:17:01Z,2026-01-15 10:17:06Z,2026-01-15 10:17:16Z}'::timestamptz[]) as t;
select test.read_settings('home01', '2026-01-15 11:17Z', 'charger');
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 11:17:15Z')), 0, '59 minutes and 59 seconds later it still rests');
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 11:17:17Z')), 1, 'after an hour it is tried again');
select is((select attempt::int from ems.command order by command_id desc limit 1), 1, 'as a new order');
select * from finish();
rollback;
