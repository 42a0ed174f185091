-- Verified is what reads back to half a step of its register.
begin;
select plan(9);
select test.house();
create function pg_temp.verdict(p_device text, p_point text, p_value double precision, p_read double precision, p_purpose text default 'setpoint') returns text language plpgsql volatile as $$
declare
  v_id bigint;
  v_state text;
begin
  insert into ems.command (site_id, device_id, point, value, step, purpose, author, reason, created_at, due_at, expires_at)
  values ('home01', test.device('home01', p_device), p_point, p_value, 1, p_purpose, 'test', 'test', '2026-01-15 10:00Z', '2026-01-15 10:00Z', '2026-01-15 10:00:15Z') returning command_id into v_id;
  perform ems.fn_command_sent('home01', v_id, 'w1', null, true, '2026-01-15 10:00:10Z'), ems.fn_command_acked('home01', v_id, '2026-01-15 10:00:11Z');
  return ems.fn_command_verified('home01', v_id, p_read, '2026-01-15 10:00:12Z');
end
$$;
select is(pg_temp.verdict('heat_pump', 'flow_setpoint_c', 43, 43.04), 'verified', 'tenths of a degree: 0.04 off is the same step');
select is(pg_temp.verdict('heat_pump', 'flow_setpoint_c', 43, 43.1), 'failed', 'a tenth off is another value');
select is(pg_temp.verdict('inverter', 'charge_limit_a', 100, 100.5), 'verified', 'whole amperes: half of one is the same step');
select is(pg_temp.verdict('inverter', 'charge_limit_a', 100, 99), 'failed', 'one off is not');
select is(pg_temp.verdict('inverter', 'clock_minute', 12, 13, 'clock'), 'verified', 'a clock runs on: its next reading tells');
select is((select value from ems.device_setting where point = 'charge_limit_a'), 99::double precision, 'what was read is noted, wanted or not');
select is((select error from ems.command where point = 'charge_limit_a' and state = 'failed'), 'reads back 99 instead of 100', 'and told');
-- the high-voltage inverter counts in tens of watts
update ems.device set device_model = 'deye_sg_hp3' where device = 'inverter';
select is(pg_temp.verdict('inverter', 'max_sell_w', 8000, 8004), 'verified', 'tens of watts: 4 W are the same step');
select is(test.alerts('home01', 'command_unverified', 'inverter charge_limit_a'), 1, 'with seconds left to its expiry there is no retry but an alert');
select * from finish();
rollback;
