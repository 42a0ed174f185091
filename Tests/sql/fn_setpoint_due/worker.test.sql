-- Which worker gets which command, in which order, and what becomes of those a silent worker left behind.
begin;
select plan(19);
select test.house();
select test.house('home02');
select test.read_settings('home01', '2026-01-15 10:00Z');
select test.plan('home01', '2026-01-15 10:00Z', '[{"n": 8, "battery_w": -3000, "grid_w": -2500, "soc_pct": 32, "ev": {"charger": 7000}}]');
select count(ems.fn_setpoint_make('home01', '2026-01-15 10:00Z'));
select is((select count(*)::int from ems.fn_setpoint_due('home01', 'w1', '2026-01-15 10:00Z')), 0, 'a worker that holds no gateway gets nothing');
select ems.fn_gateway_claim('w1', '2026-01-15 10:00Z');
select is((select count(*)::int from ems.fn_setpoint_due('home01', 'w1', '2026-01-15 10:00:01Z')), (select count(*)::int from ems.command), 'the one that holds them gets all');
select is((select count(*)::int from ems.fn_setpoint_due('home02', 'w1', '2026-01-15 10:00:01Z')), 0, 'each house for itself');
select is((select count(*)::int from ems.fn_setpoint_due('home01', 'w2', '2026-01-15 10:00:01Z')), 0, 'another worker gets none');
select is((select count(*)::int from ems.fn_setpoint_due('home01', 'w1', '2026-01-15 10:00:30Z')), 0, 'nor does one whose lease has lapsed: somebody else may hold the bus by now');
select ems.fn_gateway_claim('w1', '2026-01-15 10:00:31Z');
create temporary table due as select row_number() over () as n, d.* from ems.fn_setpoint_due('home01', 'w1', '2026-01-15 10:00:31Z') as d;
select is_empty($$ select * from due as a join due as b on b.n > a.n and b.device_id < a.device_id $$, 'one device after the other');
select ok((select max(n) from due where point ~ '^tou_\d_soc') < (select n from due where point = 'work_mode'), 'selling first is set after every slot is bounded');
select is((select point from due where device = 'inverter' order by n desc limit 1), 'tou_weekdays', 'and the schedule is switched on last');
select is((select concat_ws(' ', gateway_id, unit_id, protocol, space, address, encoding, words, scale, bias, lowest, highest, write_function, settle_ms) from due where point = 'work_mode'), 'inverter 1 modbus holding 142 u16 1 1 0 0 2 16 1000', 'with all a worker needs to write it');
select is((select concat_ws(' ', address, scale) from due where device = 'charger'), '900 0.1', 'the installer''s register, where there is one');
select is((select concat_ws(' ', protocol, path, encoding) from due where point = 'buy_price'), 'loxone EMS_BuyPrice number', 'or the name of a virtual input');
select is((select mask from due where point = 'tou_3_grid_charge'), null, '(grid charging was off already)');
update ems.device set enabled = false where site_id = 'home01' and device = 'charger';
select is((select count(*)::int from ems.fn_setpoint_due('home01', 'w1', '2026-01-15 10:00:31Z') as d where d.device = 'charger'), 0, 'a device that is switched off is left alone');

-- a worker takes two and falls silent: one was accepted, nobody knows of the other
select ems.fn_command_sent('home01', command_id, 'w1', null, true, '2026-01-15 10:00:40Z') from due where n <= 2;
select ems.fn_command_acked('home01', command_id, '2026-01-15 10:00:41Z') from due where n = 1;
select ems.fn_gateway_claim('w2', '2026-01-15 10:01:40Z');
select is((select count(*)::int from ems.fn_setpoint_due('home01', 'w2', '2026-01-15 10:01:40Z') as d join due on due.point = d.point where due.n <= 2), 0, 'within a minute it may still come back');
select is((select count(*)::int from ems.fn_setpoint_due('home01', 'w2', '2026-01-15 10:01:41Z') as d join due on due.point = d.point where due.n <= 2), 0, 'after that they are over, and their retries wait');
select is((select array_agg(c.state order by due.n) from ems.command as c join due using (command_id) where n <= 2), '{timeout,timeout}'::text[], 'nobody knows whether they arrived');
select is((select array_agg(distinct attempt::int) from ems.fn_setpoint_due('home01', 'w2', '2026-01-15 10:01:46Z') as d join ems.command as c using (command_id) join due on due.point = d.point where due.n <= 2), '{2}'::int[], 'the other worker repeats them five seconds later');
select is((select count(*)::int from ems.command where state = 'timeout'), 2, 'the others are untouched');
select ems.fn_command_failed('home01', (select command_id from due where n = 3), 'timeout', 'no answer', '2026-01-15 10:01:50Z');
select is((select author || ' ' || (setpoint_id is not null) || ' ' || purpose from ems.command where retry_of = (select command_id from due where n = 3)), 'plan true setpoint', 'a retry keeps author, setpoint and purpose');
select * from finish();
rollback;
