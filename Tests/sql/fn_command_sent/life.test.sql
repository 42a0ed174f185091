-- A command's life goes forward only; whoever comes too late changes nothing.
begin;
select plan(36);
select test.house();
select test.read_settings('home01', '2026-01-15 10:00Z', 'charger');
create function pg_temp.order(p_point text, p_value double precision default 10, p_device text default 'charger', p_purpose text default 'setpoint', p_expires_at timestamptz default '2026-01-15 11:00Z', p_at timestamptz default '2026-01-15 10:00Z') returns bigint language sql volatile as $$
  insert into ems.command (site_id, device_id, point, value, step, purpose, author, reason, created_at, due_at, expires_at)
  values ('home01', test.device('home01', p_device), p_point, p_value, 1, p_purpose, 'test', 'test', p_at, p_at, p_expires_at) returning command_id $$;
create function pg_temp.state(p_id bigint) returns text language sql as $$ select state from ems.command where command_id = p_id $$;
create temporary table c as select pg_temp.order('car_current_limit_a') as id;
select is(pg_temp.state(id), 'pending', 'born pending') from c;
select is(ems.fn_command_acked('home01', id, '2026-01-15 10:00:01Z'), false, 'what was not sent cannot be accepted') from c;
select is(ems.fn_command_verified('home01', id, 10, '2026-01-15 10:00:01Z'), 'pending', 'nor verified') from c;
select is(ems.fn_command_sent('home01', id, 'w1', 16, true, '2026-01-15 10:00:02Z'), 'go', 'a worker takes it') from c;
select is(ems.fn_command_sent('home01', id, 'w2', 16, true, '2026-01-15 10:00:03Z'), 'taken', 'another comes too late') from c;
select is((select state || ' ' || worker || ' ' || value_before || ' ' || written from ems.command), 'sent w1 16 true', 'noted: who, and what the register held');
select is(ems.fn_command_verified('home01', id, 10, '2026-01-15 10:00:04Z'), 'sent', 'what the device did not accept cannot be verified') from c;
select is(ems.fn_command_acked('home01', id, '2026-01-15 10:00:05Z'), true, 'the device accepts it') from c;
select is(ems.fn_command_acked('home01', id, '2026-01-15 10:00:06Z'), false, 'once') from c;
select is(ems.fn_command_verified('home01', id, 10, '2026-01-15 10:00:07Z'), 'verified', 'it reads back') from c;
select is(ems.fn_command_failed('home01', id, 'failed', 'too late', '2026-01-15 10:00:08Z'), 'verified', 'what is verified cannot fail any more') from c;
select is(ems.fn_command_sent('home01', id, 'w2', 16, true, '2026-01-15 10:00:09Z'), 'taken', 'nor be taken again') from c;
select is(ems.fn_command_verified('home01', id, 11, '2026-01-15 10:00:10Z'), 'verified', 'nor be judged again') from c;
select is((select state || ' ' || to_char(sent_at at time zone 'UTC', 'SS ') || to_char(acked_at at time zone 'UTC', 'SS ') || to_char(finished_at at time zone 'UTC', 'SS ') || value_read from ems.command), 'verified 02 05 07 10', 'every step has its time, and the first stands');
select is((select value from ems.device_setting where point = 'car_current_limit_a'), 10::double precision, 'the setting is noted as read back');
select is(test.refusal($$ select ems.fn_command_sent('home01', 0, 'w1', 16, true, '2026-01-15 10:00Z') $$), 'SA404', 'an unknown command');
select is(test.refusal(format('select ems.fn_command_sent(%L, %s, %L, 16, true, %L)', 'home02', (select id from c), 'w1', '2026-01-15 10:00Z')), 'SA404', 'another house''s command is unknown');
select is(test.refusal($$ select ems.fn_command_failed('home01', 0, 'expired', 'x', '2026-01-15 10:00Z') $$), 'SA400', 'a worker can only say failed or timeout');
select is(ems.fn_command_verified('home01', 0, 1, '2026-01-15 10:00Z'), null, 'verifying nothing tells nothing');

-- expiry
truncate c; insert into c select pg_temp.order('car_current_limit_a', 12);
select is(ems.fn_command_sent('home01', id, 'w1', 10, true, '2026-01-15 11:00Z'), 'expired', 'at its expiry it is too late') from c;
select is(pg_temp.state(id), 'expired', 'and it says so') from c;
select is((select coalesce(sum(writes), 0)::int from ems.write_ledger where local_day = '2026-01-15'), 1, 'what expired is no write');
truncate c; insert into c select pg_temp.order('car_current_limit_a', 12);
select ems.fn_gateway_claim('w1', '2026-01-15 11:00Z');
select is((select count(*)::int from ems.fn_setpoint_due('home01', 'w1', '2026-01-15 11:00Z')), 0, 'what is too late is not due');
select is(pg_temp.state(id), 'expired', 'and ends') from c;

-- the register holds it already
truncate c; insert into c select pg_temp.order('car_current_limit_a', 10);
select is(ems.fn_command_sent('home01', id, 'w1', 10, false, '2026-01-15 10:30Z'), 'go', 'a register that holds the value already') from c;
select is((select written from ems.command order by command_id desc limit 1), false, 'is not written');
select is((select writes::int from ems.write_ledger), 1, 'nor counted');
select is(ems.fn_command_acked('home01', id, '2026-01-15 10:30Z')::text || ' ' || ems.fn_command_verified('home01', id, 10, '2026-01-15 10:30Z'), 'true verified', 'but it is verified') from c;

-- what only states may hold
select is(test.refusal($$ update ems.command set state = 'acked', sent_at = null, finished_at = null where state = 'verified' $$), '23514 command_sent_at_check', 'accepted implies sent');
select is(test.refusal($$ update ems.command set acked_at = null where state = 'verified' $$), '23514 command_acked_at_check', 'verified implies accepted');
select is(test.refusal($$ update ems.command set finished_at = null where state = 'verified' $$), '23514 command_finished_at_check', 'an end has a time');
select is(test.refusal($$ update ems.command set state = 'failed', acked_at = null, error = null where state = 'verified' $$), '23514 command_error_check', 'a failure has a reason');
select is(test.refusal($$ update ems.command set attempt = 2 where state = 'verified' $$), '23514 command_attempt_check', 'a second attempt repeats a first');
select is(test.refusal($$ select pg_temp.order('car_current_limit_a', 13), pg_temp.order('car_current_limit_a', 14) $$), '23505 command_open_idx', 'one open command a register');
select is(test.refusal($$ select pg_temp.order('car_current_limit_a', 13, p_purpose => 'joke') $$), '23514 command_purpose_check', 'for one of four purposes');
select is(test.refusal($$ select pg_temp.order('car_current_limit_a', 13, p_expires_at => '2026-01-15 10:00Z') $$), '23514 command_expires_at_check', 'with an expiry');
select * from finish();
rollback;
