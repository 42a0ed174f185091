-- The owner's settings are saved before the first command and restored when control ends.
begin;
select plan(31);
select test.house();
select test.house('home02');
select test.read_settings('home01', '2026-01-15 10:00Z');
select test.read_settings('home02', '2026-01-15 10:00Z');
select test.plan('home01', '2026-01-15 10:00Z', '[{"n": 4, "battery_w": 3000, "grid_w": 3500, "soc_pct": 62, "ev": {"charger": 7000}}]');
create temporary table before as select device_id, point, value from ems.device_setting where site_id = 'home01';
create function pg_temp.differ() returns text[] language sql as
$$ select array_agg(s.point order by s.point) from ems.device_setting as s join before as b using (device_id, point) where s.site_id = 'home01' and s.value <> b.value $$;
select cmp_ok((select commands from ems.fn_setpoint_make('home01', '2026-01-15 10:00Z')), '>', 20, 'the first decision has much to set');
select is_empty($$ select * from ems.device_setting as s join ems.device as d using (site_id, device_id) join ems.device_register as r on r.device_model = d.device_model and r.point = s.point
  where s.site_id = 'home01' and d.control_state = 'controlled' and r.poll = 'setting' and s.owner_value is distinct from (select b.value from before as b where b.device_id = s.device_id and b.point = s.point) $$, 'every setting of a device under control is saved as its owner had it');
select is((select array_agg(device order by device) from ems.device where site_id = 'home01' and control_state = 'controlled'), '{building,charger,inverter}'::text[], 'the devices the plan speaks of are under control');
select is((select count(*)::int from ems.device_setting where site_id = 'home01' and device_id = test.device('home01', 'heat_pump') and owner_value is not null), 0, 'of a device nobody steers nothing is saved');
select is((select count(*)::int from ems.device_setting where site_id = 'home02' and owner_value is not null), 0, 'nor in another house');
select is((select count(*)::int from ems.command where site_id = 'home02'), 0, 'which gets no commands');
select is_empty($$ select * from ems.command as c join ems.device_setting as s using (site_id, device_id, point) where abs(c.value - s.value) < 0.01 $$, 'no command for what holds already');
select is_empty($$ select * from ems.command where author <> 'plan' or reason = '' or expires_at is null or setpoint_id is null or purpose <> 'setpoint' or state <> 'pending' $$, 'each has an author, a reason, an expiry, and the setpoint it serves');
select is((select value from ems.command where site_id = 'home01' and point = 'tou_3_soc_pct'), 62::double precision, 'the slot that holds gets its target');

select cmp_ok(test.carry_out('home01', '2026-01-15 10:00:10Z'), '>', 20, 'the worker carries them out');
select is((select count(*)::int from ems.command where site_id = 'home01' and state <> 'verified'), 0, 'all are verified');
select test.read_settings('home01', '2026-01-15 10:14Z');
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 10:15Z')), 0, 'an unchanged wish makes no command');
select is((select count(*)::int from ems.setpoint where site_id = 'home01' and device_id = test.device('home01', 'inverter')), 1, 'and no second setpoint: one row for as long as it stays the same');
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 10:15Z')), 0, 'nor does deciding twice');
select is((select bool_and(wanted = value) from ems.device_setting where site_id = 'home01' and wanted is not null), true, 'what is wanted holds');

-- the plan ends: everything goes back, last set first
select test.read_settings('home01', '2026-01-15 10:59Z');
create temporary table released as select * from ems.fn_setpoint_make('home01', '2026-01-15 11:00Z');
select is((select commands from released), (select cardinality(pg_temp.differ())), 'when neither plan nor override wants a device, each setting that differs from its owner''s is ordered back');
select is((select count(*)::int from ems.setpoint where site_id = 'home01' and ended_at is null), 0, 'no setpoint is in force any more');
select is((select array_agg(distinct purpose || ' ' || author) from ems.command where state = 'pending'), '{"restore system"}'::text[], 'these commands restore');
select is((select array_agg(device order by device) from ems.device where site_id = 'home01' and control_state = 'controlled'), '{building,charger,inverter}'::text[], 'until the last is verified the devices count as controlled');
select ems.fn_gateway_claim('w1', '2026-01-15 11:00Z');
create temporary table due as select row_number() over () as n, d.* from ems.fn_setpoint_due('home01', 'w1', '2026-01-15 11:00:05Z') as d where d.device = 'inverter';
select is((select point from due where n = 1), 'tou_weekdays', 'the schedule is switched off first, as it was switched on last');
select ok((select min(n) from due where point ~ '^tou_\d_start') > (select max(n) from due where point !~ '^tou_\d_start'), 'the starts of the slots, set first, are restored last');
select cmp_ok(test.carry_out('home01', '2026-01-15 11:00:10Z'), '>', 20, 'the worker carries them out');
select is(pg_temp.differ(), null, 'every setting is as its owner had it');
select is((select array_agg(distinct control_state) from ems.device where site_id = 'home01'), '{released}'::text[], 'no device is under control');
select is((select count(*)::int from ems.device_setting where site_id = 'home01' and wanted is not null), 0, 'nothing is wanted of them');
select is((select commands from ems.fn_setpoint_make('home01', '2026-01-15 11:05Z')), 0, 'and nothing is left to do');

-- the owner changes something, then control comes back
select test.turn('home01', 'inverter', 'charge_limit_a', 100, '2026-01-15 12:00Z');
select test.read_settings('home01', '2026-01-15 12:00Z');
select test.plan('home01', '2026-01-15 12:00Z', '[{"n": 4, "battery_w": 0, "grid_w": -3500, "pv_w": 4000}]');
select count(ems.fn_setpoint_make('home01', '2026-01-15 12:00Z'));
select is((select owner_value from ems.device_setting where site_id = 'home01' and point = 'charge_limit_a'), 100::double precision, 'the owner''s settings are those of the day control came');
select test.carry_out('home01', '2026-01-15 12:00:10Z');
-- a person ends control in the middle of it
select is(ems.fn_site_control('home01', 'observe', 'anna', '2026-01-15 12:10Z'), 'observe', 'switching to observing');
select is((select count(*)::int from ems.command where state = 'pending' and purpose = 'restore'), (select count(*)::int from ems.device_setting as s join ems.device as d using (site_id, device_id) where site_id = 'home01' and d.control_state = 'controlled' and s.value <> s.owner_value), 'orders the owner''s settings back, the changed one among them');
select test.carry_out('home01', '2026-01-15 12:10:10Z');
select is((select value from ems.device_setting where site_id = 'home01' and point = 'charge_limit_a'), 100::double precision, 'and they are');
select is(test.refusal($$ select ems.fn_site_control('home01', 'dance', 'anna', '2026-01-15 12:10Z') $$) || ' ' || test.refusal($$ select ems.fn_site_control('nowhere', 'control', 'anna', '2026-01-15 12:10Z') $$), '23514 site_control_mode_check SA404', 'there are two modes, of houses that are there');
select * from finish();
rollback;
