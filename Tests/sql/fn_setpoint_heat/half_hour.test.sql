-- How the heat pump is to work: the plan against what the house takes by itself, held for half an hour.
begin;
select plan(19);
select test.house();
create function pg_temp.wish(p_at timestamptz) returns text language sql as
$$ select concat_ws(' ', mode, parameter ->> 'flow_setpoint_c', parameter ->> 'dhw_setpoint_c') from ems.fn_setpoint_heat('home01', p_at) $$;
select test.read_settings('home01', '2026-01-15 10:00Z');
select is_empty($$ select * from ems.fn_setpoint_heat('home01', '2026-01-15 10:00Z') $$, 'without a plan nothing is wanted of the heat pump');
-- need: 3000 W of heat at COP 3 = 1000 W; boost from 1250 W, reduce below 500 W
select test.plan('home01', '2026-01-15 10:00Z', '[{"heat_pump_w": 1250}, {"heat_pump_w": 1251}, {"heat_pump_w": 500}, {"heat_pump_w": 499}, {"heat_pump_w": 0}]',
  p_problem => '{"heat_pump": {"heat_demand_w": [3000, 3000, 3000, 3000, 3000], "cop": [3, 3, 3, 3, 3]}}');
select is(pg_temp.wish('2026-01-15 10:00Z'), 'heat_normal', 'what the house takes by itself is left to it');
select is(pg_temp.wish('2026-01-15 10:15Z'), 'heat_boost 43 53', 'more than that stores heat: flow 3 K above the owner''s 40 °C, hot water at 53 °C, known before the first command');
select is(pg_temp.wish('2026-01-15 10:30Z'), 'heat_normal', 'a little less is no less');
select is(pg_temp.wish('2026-01-15 10:45Z'), 'heat_reduce 37 46', 'less than half lives on what is stored: never off, hot water no warmer than the owner wants');
select is(pg_temp.wish('2026-01-15 11:00Z'), 'heat_reduce 37 46', 'nor is it off where the plan wants nothing');
select is((select extract(epoch from expires_at - timestamptz '2026-01-15 11:30Z')::int from ems.fn_setpoint_heat('home01', '2026-01-15 11:00Z')), 0, 'until a quarter-hour after the slot');
select is_empty($$ select * from ems.fn_setpoint_heat('home01', '2026-01-15 11:15Z') $$, 'the plan is over');

-- the owner's settings are what the device held before control, whatever it holds now
update ems.device set control_state = 'controlled' where device = 'heat_pump';
update ems.device_setting set owner_value = value where device_id = test.device('home01', 'heat_pump');
update ems.device_setting set value = 43 where point = 'flow_setpoint_c';
select is(pg_temp.wish('2026-01-15 10:15Z'), 'heat_boost 43 53', 'a boost is counted from the owner''s flow temperature, not from the boosted one');
update ems.device set control_state = 'released' where device = 'heat_pump';
update ems.device_setting set value = 35 where point = 'flow_setpoint_c';
select is(pg_temp.wish('2026-01-15 10:15Z'), 'heat_boost 38 53', 'after control ended the owner may have changed it');

-- a mode stays for half an hour
insert into ems.setpoint (site_id, device_id, mode, parameter, author, reason, starts_at, expires_at) values ('home01', test.device('home01', 'heat_pump'), 'heat_reduce', '{}', 'plan', 'x', '2026-01-15 09:50Z', '2026-01-15 12:00Z');
select is(pg_temp.wish('2026-01-15 10:16Z'), 'heat_reduce 32 46', 'begun 26 minutes ago: it stays');
select is(pg_temp.wish('2026-01-15 10:20Z'), 'heat_boost 38 53', 'half an hour ago: it may change');
select ems.fn_override_create('home01', 'heat_boost', '2026-01-15 11:00Z', 'anna', 'guests', '2026-01-15 10:05Z');
select is(pg_temp.wish('2026-01-15 10:05Z'), 'heat_boost 38 53', 'a person need not wait');
select is((select author || ' ' || reason from ems.fn_setpoint_heat('home01', '2026-01-15 10:05Z')), 'anna guests', 'and her name stands there');
select ems.fn_override_create('home01', 'heat_reduce', '2026-01-15 11:00Z', 'anna', 'away', '2026-01-15 10:06Z');
select is(pg_temp.wish('2026-01-15 10:06Z'), 'heat_reduce 32 46', 'nor when she thinks again');
update ems.setpoint set override_id = (select min(override_id) from ems.override), starts_at = '2026-01-15 10:59Z';
select is(pg_temp.wish('2026-01-15 11:00Z'), 'heat_reduce 32 46', 'when her wish ends the plan''s comes at once');
select ems.fn_override_create('home01', 'hands_off', '2026-01-15 11:10Z', 'wall remote', 'turned', '2026-01-15 11:00Z', p_device => 'heat_pump');
select is_empty($$ select * from ems.fn_setpoint_heat('home01', '2026-01-15 11:05Z') $$, 'hands off');

-- a plan without the heat pump says nothing about it
select test.plan('home01', '2026-01-16 10:00Z', '[{"heat_pump_w": 2000}]');
select is_empty($$ select * from ems.fn_setpoint_heat('home01', '2026-01-16 10:00Z') $$, 'a plan made without the heat pump asks nothing of it');
select test.house('home02');
select is_empty($$ select * from ems.fn_setpoint_heat('home02', '2026-01-15 10:15Z') $$, 'another house has another plan');
select * from finish();
rollback;
