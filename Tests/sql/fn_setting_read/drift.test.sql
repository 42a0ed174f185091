-- Somebody else changes a setting under control: it is noticed, told, and set again; a wall remote is a person's wish.
begin;
select plan(36);
select test.house();
select test.read_settings('home01', '2026-01-15 10:00Z');
select is((select read || ' ' || changed from ems.fn_setting_read('home01', 'inverter', '{work_mode,solar_sell,battery_soc_pct,nonsense}', '{1,null,50,1}', '2026-01-15 10:00Z')), '1 0', 'settings that were read are noted; failed reads, telemetry and unknown points are not');
select test.read_settings('home01', '2026-01-15 10:00Z');
select is((select value from ems.device_setting where point = 'work_mode'), 1::double precision, 'the value as read');
select is((select value from ems.device_setting where point = 'solar_sell'), 1::double precision, 'a failed read leaves the last one');
select is((select read from ems.fn_setting_read('home01', 'inverter', '{work_mode}', '{0}', '2026-01-15 09:00Z')), 0, 'an older reading that comes late changes nothing');
select is(test.refusal($$ select ems.fn_setting_read('home01', 'nobody', '{x}', '{1}', '2026-01-15 10:00Z') $$), 'SA404', 'an unknown device');
select test.turn('home01', 'inverter', 'work_mode', 2, '2026-01-15 10:00Z');
select test.turn('home01', 'inverter', 'charge_limit_a', 119, '2026-01-15 10:00Z');
select is(test.alerts('home01', 'setting_changed'), 0, 'while nobody controls the device its owner may turn every knob');

select test.plan('home01', '2026-01-15 10:00Z', '[{"n": 24, "battery_w": 3000, "grid_w": 3500, "soc_pct": 62, "heat_pump_w": 2000}]', p_problem => format('{"heat_pump": {"heat_demand_w": %s, "cop": %s}}', array_to_json(array_fill(3000, '{24}')), array_to_json(array_fill(3, '{24}')))::jsonb);
select count(ems.fn_setpoint_make('home01', '2026-01-15 10:00Z'));
select is(test.turn('home01', 'inverter', 'tou_3_soc_pct', 40, '2026-01-15 10:00:05Z'), 0, 'before our write nothing can have changed it');
select test.carry_out('home01', '2026-01-15 10:00:10Z');
select is((select value from ems.device_setting where point = 'tou_3_soc_pct'), 62::double precision, '(written and verified)');
select is(test.turn('home01', 'inverter', 'tou_3_soc_pct', 62, '2026-01-15 10:02Z'), 0, 'reading what was written is no change');
select is(test.turn('home01', 'inverter', 'tou_3_soc_pct', 30, '2026-01-15 10:04Z'), 1, 'another value is');
select is(test.alerts('home01', 'setting_changed', 'inverter tou_3_soc_pct'), 1, 'it is told which');
select is(test.turn('home01', 'inverter', 'tou_3_soc_pct', 30, '2026-01-15 10:06Z'), 0, 'once');
select test.read_settings('home01', '2026-01-15 10:06Z');
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 10:06Z')), 1, 'and set again');
select is((select point || ' ' || value from ems.command where state = 'pending'), 'tou_3_soc_pct 62', 'to what is wanted');
select test.carry_out('home01', '2026-01-15 10:06:10Z');
select is(test.alerts('home01', 'setting_changed'), 0, 'verified: the alert ends');
select is((select owner_value from ems.device_setting where point = 'tou_3_soc_pct'), 25::double precision, 'the owner''s value stays what it was before control');
-- a setting that held from the start and was never written
select is((select count(*)::int from ems.command where point = 'tou_1_start_hhmm'), 0, '(the first slot starts at midnight by itself)');
select is(test.turn('home01', 'inverter', 'tou_1_start_hhmm', 30, '2026-01-15 10:08Z'), 1, 'what held without a write is watched too');
select test.turn('home01', 'inverter', 'tou_1_start_hhmm', 0, '2026-01-15 10:10Z');
select is(test.alerts('home01', 'setting_changed'), 0, 'turned back by hand: the alert ends');
-- a setting the mode has no use for
select is(test.turn('home01', 'inverter', 'grid_charge_soc_pct', 50, '2026-01-15 10:10Z'), 0, 'a setting nobody asks for is the owner''s');
-- the write is under way
select test.turn('home01', 'inverter', 'work_mode', 1, '2026-01-15 10:11Z');
select test.read_settings('home01', '2026-01-15 10:11Z');
select count(ems.fn_setpoint_make('home01', '2026-01-15 10:11Z'));
update ems.device_setting set value = 2 where point = 'work_mode';
select is(test.turn('home01', 'inverter', 'work_mode', 0, '2026-01-15 10:11:05Z'), 0, 'while a command of ours is open nobody is blamed');

-- the wall remote
select is((select mode from ems.setpoint where device_id = test.device('home01', 'heat_pump') and ended_at is null), 'heat_boost', '(the plan stores heat)');
select is((select array_agg(point || ' ' || value order by point) from ems.device_setting where device_id = test.device('home01', 'heat_pump') and wanted is not null), '{"dhw_setpoint_c 53","flow_setpoint_c 43"}'::text[], '(flow and hot water are up)');
select is(test.turn('home01', 'heat_pump', 'flow_setpoint_c', 35, '2026-01-15 11:00Z'), 1, 'somebody turns the wall remote');
select is((select o.kind || ' ' || o.author || ' ' || extract(epoch from o.ends_at - o.starts_at)::int / 3600 from ems.fn_override_current('home01', '2026-01-15 11:00Z') as o), 'hands_off wall remote 4', 'that is a person''s wish: hands off for four hours');
select is((select owner_value from ems.device_setting where point = 'flow_setpoint_c'), 35::double precision, 'what it was set to is the owner''s now');
select is((select owner_value from ems.device_setting where point = 'dhw_setpoint_c'), 46::double precision, 'the other setting''s is not touched');
select test.read_settings('home01', '2026-01-15 11:00Z');
select count(ems.fn_setpoint_make('home01', '2026-01-15 11:00:01Z'));
select is((select array_agg(point || ' ' || value || ' ' || purpose) from ems.command where device_id = test.device('home01', 'heat_pump') and state = 'pending'), '{"dhw_setpoint_c 46 restore"}'::text[], 'the device is given back: what we had set is undone, what the person set stays');
select test.carry_out('home01', '2026-01-15 11:00:10Z');
select is((select control_state from ems.device where site_id = 'home01' and device = 'heat_pump'), 'released', 'and is its owner''s');
select is(test.alerts('home01', 'setting_changed', 'heat_pump flow_setpoint_c'), 0, 'with that the alert ends');
select test.turn('home01', 'heat_pump', 'flow_setpoint_c', 36, '2026-01-15 12:00Z');
select is((select count(*)::int from ems.override), 1, 'turning it again is nobody''s business');
select test.read_settings('home01', '2026-01-15 14:55Z');
select count(ems.fn_setpoint_make('home01', '2026-01-15 14:59Z'));
select is((select count(*)::int from ems.setpoint where device_id = test.device('home01', 'heat_pump') and ended_at is null), 0, 'for four hours it is left alone');
select count(ems.fn_setpoint_make('home01', '2026-01-15 15:00:01Z'));
select is((select (parameter ->> 'flow_setpoint_c')::int from ems.setpoint where device_id = test.device('home01', 'heat_pump') and ended_at is null), 39, 'then the plan stores heat again, 3 K above what the person set');
-- on a setting that was never written
select test.carry_out('home01', '2026-01-15 15:00:10Z');
select test.turn('home01', 'heat_pump', 'heating_on', 0, '2026-01-15 15:10Z');
select is((select count(*)::int from ems.override), 1, 'a setting no mode asks for is not under control');
select ems.fn_override_create('home01', 'heat_reduce', '2026-01-15 15:30Z', 'anna', 'x', '2026-01-15 15:11Z');
select test.read_settings('home01', '2026-01-15 15:11Z');
select count(ems.fn_setpoint_make('home01', '2026-01-15 15:11Z'));
select is((select count(*)::int from ems.command where point = 'dhw_setpoint_c' and state = 'pending' and value = 46), 1, '(hot water goes back to 46 °C)');
select test.carry_out('home01', '2026-01-15 15:11:10Z');
select test.turn('home01', 'heat_pump', 'dhw_setpoint_c', 50, '2026-01-15 15:12Z');
select is(test.alerts('home01', 'setting_changed', 'heat_pump dhw_setpoint_c') + (select count(*)::int from ems.override where author = 'wall remote'), 2, 'while a person''s override is in force the wall remote is told, and makes no second one');
select * from finish();
rollback;
