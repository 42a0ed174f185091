-- What the guard writes by itself is nobody else's doing.
begin;
select plan(9);
select test.house();
select test.read_settings('home01', '2026-01-15 10:00Z');
insert into ems.command (site_id, device_id, point, value, step, purpose, author, reason, created_at, due_at, expires_at)
values ('home01', test.device('home01', 'charger'), 'car_current_limit_a', 16, 1, 'setpoint', 'test', 'test', '2026-01-15 10:00Z', '2026-01-15 10:00Z', '2026-01-15 11:00Z');
update ems.device set control_state = 'controlled' where device = 'charger';
update ems.device_setting set value = 16, wanted = 16 where point = 'car_current_limit_a';
select ok(ems.fn_guard_wrote('home01', 'charger', 'car_current_limit_a', 8, 'w1', 'fuse_exceeded', 'charger was lowered to 8 A', '2026-01-15 10:00:10Z') > 0, 'it answers with a command');
select is((select concat_ws(' ', purpose, state, author, reason, value_before, value, written) from ems.command order by command_id desc limit 1), 'safety verified guard fuse_exceeded 16 8 t', 'kept as a verified command for safety');
select is((select state from ems.command order by command_id limit 1), 'superseded', 'what waited to be written there is out of date');
select is((select writes || ' ' || exempt from ems.write_ledger where point = 'car_current_limit_a'), '1 1', 'counted, exempt');
select is((select value || ' ' || wanted from ems.device_setting where point = 'car_current_limit_a'), '8 8', 'the next decision starts from here');
select is(test.alerts('home01', 'fuse_exceeded', 'charger'), 1, 'somebody is told');
select is(test.turn('home01', 'charger', 'car_current_limit_a', 8, '2026-01-15 10:00:20Z'), 0, 'reading it is no change by somebody else');
select is(test.alerts('home01', 'setting_changed'), 0, 'and raises nothing');
select is(test.refusal($$ select ems.fn_guard_wrote('home01', 'nobody', 'x', 1, 'w1', 'fuse_exceeded', 'x', '2026-01-15 10:00Z') $$), 'SA404', 'an unknown device');
select * from finish();
rollback;
