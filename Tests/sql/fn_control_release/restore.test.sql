-- Control ends at any moment, also while a write is under way; what cannot be given back is told and tried again.
begin;
select plan(22);
select test.house();
select test.read_settings('home01', '2026-01-15 10:00Z', 'charger');
select ems.fn_override_create('home01', 'car_now', '2026-01-15 16:00Z', 'anna', 'a', '2026-01-15 10:00Z', p_power_w => 6900);
create function pg_temp.control() returns text language sql as $$ select control_state from ems.device where device = 'charger' $$;
create function pg_temp.last() returns text language sql as $$ select purpose || ' ' || value || ' ' || state from ems.command order by command_id desc limit 1 $$;
select is(ems.fn_control_release('home01', null, 'nothing', '2026-01-15 10:00Z'), 0, 'nothing is controlled: nothing to give back');
select count(ems.fn_setpoint_make('home01', '2026-01-15 10:00Z'));
-- under way when the house is switched to observing
select ems.fn_gateway_claim('w1', '2026-01-15 10:00Z');
select is(ems.fn_command_sent('home01', (select max(command_id) from ems.command), 'w1', 16, true, '2026-01-15 10:00:01Z'), 'go', '(10 A are on their way)');
select ems.fn_site_control('home01', 'observe', 'anna', '2026-01-15 10:00:02Z');
select is(pg_temp.last() || ' ' || pg_temp.control(), 'setpoint 10 sent controlled', 'a write that is on its way is not stopped, and the device still counts as controlled');
select ems.fn_command_acked('home01', (select max(command_id) from ems.command), '2026-01-15 10:00:03Z');
select is(ems.fn_command_verified('home01', (select max(command_id) from ems.command), 10, '2026-01-15 10:00:04Z'), 'verified', 'it arrives');
select is((select commands || ' ' || note from ems.fn_setpoint_make('home01', '2026-01-15 10:01Z')), '1 observing only: no setpoints', 'the next decision finds it and gives the owner''s setting back, observing or not');
select is(pg_temp.last(), 'restore 16 pending', 'to what it was');
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 10:01:01Z')), 0, 'ordered once');
select is(test.carry_out('home01', '2026-01-15 10:01:10Z'), 1, 'written though the house observes');
select is(pg_temp.control(), 'released', 'the device is its owner''s');
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 10:02Z')), 0, 'and nothing more is written, ever');

-- a device that refuses its owner's setting
select ems.fn_site_control('home01', 'control', 'anna', '2026-01-15 11:00Z');
select test.read_settings('home01', '2026-01-15 11:00Z', 'charger');
select count(ems.fn_setpoint_make('home01', '2026-01-15 11:00Z'));
select test.carry_out('home01', '2026-01-15 11:00:10Z');
select is(ems.fn_control_release('home01', test.device('home01', 'charger'), 'the worker ends', '2026-01-15 11:05Z'), 1, 'releasing one device');
select is((select ended_at from ems.setpoint order by setpoint_id desc limit 1), timestamptz '2026-01-15 11:05Z', 'ends its setpoint');
create function pg_temp.fail(p_at timestamptz) returns text language plpgsql volatile as $$
declare
  v_id bigint := (select command_id from ems.command where state = 'pending' and due_at <= p_at);
begin
  perform ems.fn_command_sent('home01', v_id, 'w1', 10, true, p_at);
  return ems.fn_command_failed('home01', v_id, 'failed', 'exception 4', p_at);
end
$$;
select pg_temp.fail('2026-01-15 11:05:01Z');
select is(test.alerts('home01', 'control_lost') + test.alerts('home01', 'command_failed'), 0, 'the first failure is only tried again');
select pg_temp.fail('2026-01-15 11:05:10Z');
select pg_temp.fail('2026-01-15 11:05:30Z');
select is(test.alerts('home01', 'control_lost', 'charger'), 1, 'after the third the device counts as lost');
select is(test.alerts('home01', 'command_failed', 'charger car_current_limit_a'), 1, 'and the register is named');
select is(pg_temp.control(), 'controlled', 'it is not its owner''s yet');
select is(ems.fn_control_release('home01', null, 'once more', '2026-01-15 11:10Z'), 1, 'it is tried again');
select test.carry_out('home01', '2026-01-15 11:10:10Z');
select is(pg_temp.control(), 'released', 'until it works');
select is(test.alerts('home01', 'control_lost') + test.alerts('home01', 'command_failed'), 0, 'which ends both alerts');

-- a device that holds its owner's settings already needs no command
select ems.fn_override_create('home01', 'car_now', '2026-01-15 16:00Z', 'anna', 'b', '2026-01-15 12:00Z', p_power_w => 11040);
select test.read_settings('home01', '2026-01-15 12:00Z', 'charger');
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 12:00Z')), 0, '(16 A are what the owner had set)');
select is(ems.fn_control_release('home01', null, 'end', '2026-01-15 12:01Z'), 0, 'what holds already is not written');
select is(pg_temp.control(), 'released', 'and control has ended at once');
select * from finish();
rollback;
