-- A newer wish takes the place of one that has not left yet; what is under way is left alone.
begin;
select plan(19);
select test.house();
select test.read_settings('home01', '2026-01-15 10:00Z');
create function pg_temp.states(p_point text) returns text language sql as
$$ select string_agg(format('%s %s', value, state), ', ' order by command_id) from ems.command where point = p_point $$;
select ems.fn_override_create('home01', 'car_now', '2026-01-15 12:00Z', 'anna', 'a', '2026-01-15 10:00Z', p_power_w => 6900);
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 10:00Z')), 1, '10 A are ordered');
select ems.fn_override_create('home01', 'car_now', '2026-01-15 12:00Z', 'anna', 'b', '2026-01-15 10:01Z', p_power_w => 8280);
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 10:01Z')), 1, '12 A are ordered a minute later');
select is(pg_temp.states('car_current_limit_a'), '10 superseded, 12 pending', 'the first order is superseded before it left');
select is((select string_agg(parameter ->> 'car_current_a' || ' ' || coalesce(to_char(ended_at at time zone 'UTC', 'HH24:MI'), '-'), ', ' order by setpoint_id) from ems.setpoint), '10 10:01, 12 -', 'the first setpoint ended when the second began');
-- a wish renewed while its command waits
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 10:02Z')), 0, 'what waits already is enough');
-- under way
select ems.fn_gateway_claim('w1', '2026-01-15 10:03Z');
select is(ems.fn_command_sent('home01', (select max(command_id) from ems.command), 'w1', 16, true, '2026-01-15 10:03Z'), 'go', '(a worker takes it)');
select ems.fn_override_create('home01', 'car_now', '2026-01-15 12:00Z', 'anna', 'c', '2026-01-15 10:03Z', p_power_w => 9660);
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 10:03:01Z')), 0, 'while a write is under way no second one is ordered for that register');
select is(pg_temp.states('car_current_limit_a'), '10 superseded, 12 sent', 'nor is it taken back');
select ems.fn_command_acked('home01', (select max(command_id) from ems.command), '2026-01-15 10:03:02Z');
select is(ems.fn_command_verified('home01', (select max(command_id) from ems.command), 12, '2026-01-15 10:03:03Z'), 'verified', '(it is done)');
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 10:04Z')), 1, 'then the newer wish follows');
select is((select value from ems.command order by command_id desc limit 1), 14::double precision, 'with its value');
-- back to what holds already
select ems.fn_override_create('home01', 'car_now', '2026-01-15 12:00Z', 'anna', 'd', '2026-01-15 10:05Z', p_power_w => 8280);
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 10:05Z')), 0, 'a wish that holds already needs no command');
select is(pg_temp.states('car_current_limit_a'), '10 superseded, 12 verified, 14 superseded', 'but takes back the one that waits');

-- a mode that does not care for a setting takes back what waits for it, and wants nothing of it
select test.plan('home01', '2026-01-15 10:00Z', '[{"n": 4, "battery_w": 3000, "grid_w": 3500, "soc_pct": 62}, {"n": 8, "battery_w": -500, "soc_pct": 60}]');
select count(ems.fn_setpoint_make('home01', '2026-01-15 10:06Z'));
select is(pg_temp.states('grid_charge_enabled') || ' ' || (select wanted from ems.device_setting where point = 'grid_charge_enabled'), '1 pending 1', 'charging switches grid charging on');
select ems.fn_override_create('home01', 'battery_auto', '2026-01-15 12:00Z', 'anna', 'no', '2026-01-15 10:07Z');
select count(ems.fn_setpoint_make('home01', '2026-01-15 10:07Z'));
select is(pg_temp.states('grid_charge_enabled'), '1 superseded', 'self-consumption has no use for it: it is not written any more');
select is((select wanted from ems.device_setting where point = 'grid_charge_enabled'), null, 'and not watched');
select is((select wanted from ems.device_setting where point = 'tou_3_soc_pct'), 10::double precision, 'what the mode in force asks for is');
-- control ends before anything left, and comes back before anything was restored
select is((select count(*)::int from ems.command where state = 'pending' and purpose = 'setpoint') > 5 and ems.fn_site_control('home01', 'observe', 'anna', '2026-01-15 10:08Z') = 'observe', true, '(switched to observing)');
select is((select array_agg(distinct state) from ems.command as c where device_id = test.device('home01', 'inverter') and purpose = 'setpoint'), '{superseded}'::text[], 'orders that wait are taken back when control ends');
select * from finish();
rollback;
