-- A heat pump whose module has not found its units says 0 to everything.
begin;
select plan(7);
select test.house();
select test.read_settings('home01', '2026-01-15 10:00Z');
select ok(ems.fn_device_ready('home01', test.device('home01', 'heat_pump')), 'a device that says nothing of it is believed');
select test.frame('home01', 'heat_pump', '{"heat_pump_ready": 3}', '2026-01-15 10:01Z');
select ok(not ems.fn_device_ready('home01', test.device('home01', 'heat_pump')), 'not ready');
select is((select read || ' ' || changed from ems.fn_setting_read('home01', 'heat_pump', '{flow_setpoint_c}', '{0}', '2026-01-15 10:02Z')), '0 0', 'what it says of its settings does not count');
select test.plan('home01', '2026-01-15 10:00Z', '[{"n": 4, "heat_pump_w": 2000}]', p_problem => '{"heat_pump": {"heat_demand_w": [3000, 3000, 3000, 3000], "cop": [3, 3, 3, 3]}}');
select matches((select note from ems.fn_setpoint_make('home01', '2026-01-15 10:02Z')), 'heat_pump: not ready', 'nor is anything wanted of it');
select is((select control_state from ems.device where site_id = 'home01' and device = 'heat_pump'), 'released', 'and its owner''s settings are not taken from it');
select test.frame('home01', 'heat_pump', '{"heat_pump_ready": 15}', '2026-01-15 10:03Z');
select ok(not ems.fn_device_ready('home01', test.device('home01', 'heat_pump')), 'nor with a communication error inside');
select test.frame('home01', 'heat_pump', '{"heat_pump_ready": 7}', '2026-01-15 10:04Z');
select ok(ems.fn_device_ready('home01', test.device('home01', 'heat_pump')), 'then it is');
select * from finish();
rollback;
