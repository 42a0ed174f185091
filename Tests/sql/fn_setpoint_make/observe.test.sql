-- Observing houses, locked houses, houses whose settings nobody has read: nothing is ordered and nothing is written.
begin;
select plan(22);
select test.house('home01', 'observe');
select test.read_settings('home01', '2026-01-15 10:00Z');
select test.plan('home01', '2026-01-15 10:00Z', '[{"n": 8, "battery_w": 3000, "grid_w": 3500, "ev": {"charger": 7000}}]');
select is((select commands || ' ' || note from ems.fn_setpoint_make('home01', '2026-01-15 10:00Z')), '0 observing only: no setpoints', 'an observing house gets no setpoints, and is told why');
select is((select count(*)::int from ems.setpoint) + (select count(*)::int from ems.command), 0, 'no row of setpoint or command is made');
select is(test.refusal($$ select ems.fn_setpoint_make('nowhere', '2026-01-15 10:00Z') $$), 'SA404', 'an unknown house is an error');
-- whoever made a command: an observing house lets none of them go
insert into ems.command (site_id, device_id, point, value, step, purpose, author, reason, created_at, due_at, expires_at)
select 'home01', test.device('home01', 'inverter'), c.point, 0, 1, c.purpose, 'x', 'x', timestamptz '2026-01-15 10:00Z', timestamptz '2026-01-15 10:00Z', timestamptz '2026-01-15 11:00Z'
from (values ('work_mode', 'setpoint'), ('solar_sell', 'safety'), ('clock_hour', 'clock'), ('max_sell_w', 'restore')) as c (point, purpose);
select results_eq($$ select c.purpose, ems.fn_command_sent('home01', c.command_id, 'w1', 1, true, '2026-01-15 10:01Z') from (select * from ems.command order by purpose) as c $$,
  $$ values ('clock', 'observe'), ('restore', 'go'), ('safety', 'observe'), ('setpoint', 'observe') $$, 'observing is enforced where a worker takes a command: only the owner''s own settings may be written back');
select results_eq($$ select purpose, state, sent_at is null from ems.command order by purpose $$, $$ values ('clock', 'failed', true), ('restore', 'sent', false), ('safety', 'failed', true), ('setpoint', 'failed', true) $$, 'and stays refused');
select is((select sum(writes)::int from ems.write_ledger), 1, 'what was refused is not counted as a write');

-- control, but the settings were read too long ago
update ems.site set control_mode = 'control';
delete from ems.command;
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 10:20Z')), 0, 'settings read 20 minutes ago are not known');
select matches((select note from ems.fn_setpoint_make('home01', '2026-01-15 10:20Z')), 'charger: not read lately: car_current_limit_a(;|$)', 'the note names device and settings');
select is((select count(*)::int from ems.setpoint), 0, 'nothing is decided for such a device');
select is((select array_agg(distinct control_state) from ems.device), '{released}'::text[], 'it is not under control');
select test.read_settings('home01', '2026-01-15 10:20Z');
delete from ems.device_setting where point = 'tou_4_power_w';
select is((select note from ems.fn_setpoint_make('home01', '2026-01-15 10:20Z')), 'inverter: not read lately: tou_4_power_w', 'one setting that could not be read holds its device back, and no other');
select is((select array_agg(d.device order by d.device) from ems.setpoint as s join ems.device as d using (site_id, device_id)), '{building,charger}'::text[], 'the others go on');
-- a device nobody vouches for
update ems.device set validated = false, validated_at = null where device = 'charger';
update ems.setpoint set ended_at = '2026-01-15 10:20Z';
select count(ems.fn_setpoint_make('home01', '2026-01-15 10:21Z'));
select is((select array_agg(d.device order by d.device) from ems.setpoint as s join ems.device as d using (site_id, device_id) where s.ended_at is null), '{building}'::text[], 'a device that is not validated is not controlled');
-- the lock
select test.read_settings('home01', '2026-01-15 10:25Z');
select is((select commands >= 15 from ems.fn_setpoint_make('home01', '2026-01-15 10:25Z')), true, 'everything read: there is work to do');
select isnt(ems.fn_alert_raise('home01', 'safety_lock', '', 'smoke', '2026-01-15 10:26Z'), null, '(the lock falls)');
select is((select commands || ' ' || note from ems.fn_setpoint_make('home01', '2026-01-15 10:26Z')), '0 locked for safety: no setpoints until the lock is reset', 'a locked house gets none');
select is(ems.fn_command_sent('home01', (select min(command_id) from ems.command where state = 'pending'), 'w1', null, true, '2026-01-15 10:26Z'), 'observe', 'and what was ordered before the lock does not go out either');
select is((select error from ems.command where error is not null order by command_id limit 1), 'control is locked for safety', 'with the reason');
select is(ems.fn_alert_resolve('home01', 'safety_lock', '', '2026-01-15 10:27Z', 'system'), 0, 'no program opens the lock');
select is(test.refusal($$ select ems.fn_alert_act('home01', (select alert_id from ems.alert where code = 'safety_lock'), 'resolve', 'anna', '2026-01-15 10:28Z') $$), 'SA409 alert_latched', 'nor does a person by the way');
select is(ems.fn_alert_act('home01', (select alert_id from ems.alert where code = 'safety_lock'), 'reset', 'anna', '2026-01-15 10:28Z'), 'resolved', 'a person resets it');
select isnt((select note from ems.fn_setpoint_make('home01', '2026-01-15 10:28Z')), 'locked for safety: no setpoints until the lock is reset', 'then control goes on');
select * from finish();
rollback;
