-- A hundred writes a register and local day; safety and restoring are counted and never refused.
begin;
select plan(16);
select test.house();
create function pg_temp.write(p_point text, p_at timestamptz, p_purpose text default 'setpoint', p_write boolean default true, p_device text default 'inverter') returns text language plpgsql volatile as $$
declare
  v_id bigint;
  v_verdict text;
begin
  insert into ems.command (site_id, device_id, point, value, step, purpose, author, reason, created_at, due_at, expires_at)
  values ('home01', test.device('home01', p_device), p_point, 1, 1, p_purpose, 'test', 'test', p_at, p_at, p_at + interval '1 hour') returning command_id into v_id;
  v_verdict := ems.fn_command_sent('home01', v_id, 'w1', 0, p_write, p_at);
  if v_verdict = 'go' then perform ems.fn_command_acked('home01', v_id, p_at), ems.fn_command_verified('home01', v_id, 1, p_at); end if;
  return v_verdict;
end
$$;
select is((select array_agg(distinct pg_temp.write('solar_sell', timestamptz '2026-01-15 10:00Z' + n * interval '1 min')) from generate_series(1, 100) as n), '{go}'::text[], 'a hundred writes of one register in a day');
select is(test.alerts('home01', 'write_budget'), 0, 'and nobody minds');
select is(pg_temp.write('solar_sell', '2026-01-15 12:00Z'), 'budget', 'the next is refused');
select is((select state || ' ' || (sent_at is null) from ems.command order by command_id desc limit 1), 'failed true', 'it failed without being sent');
select is(test.alerts('home01', 'write_budget', 'inverter solar_sell'), 1, 'with an alert that names the register');
select is(pg_temp.write('solar_sell', '2026-01-15 12:00Z', p_write => false), 'go', 'finding the value there is no write');
select is(pg_temp.write('work_mode', '2026-01-15 12:00Z'), 'go', 'another register has its own budget');
select is(pg_temp.write('solar_sell', '2026-01-15 12:01Z', 'safety'), 'go', 'safety is not refused');
select is(pg_temp.write('solar_sell', '2026-01-15 12:02Z', 'restore'), 'go', 'nor is giving back');
select is((select writes || ' ' || exempt from ems.write_ledger where point = 'solar_sell'), '102 2', 'both are counted, and as what they are');
select is(pg_temp.write('solar_sell', '2026-01-15 12:03Z', 'clock'), 'budget', 'a clock can wait');
select is(pg_temp.write('solar_sell', '2026-01-15 22:59Z'), 'budget', 'until local midnight');
select is(pg_temp.write('solar_sell', '2026-01-15 23:00Z'), 'go', 'then a new day begins, in the house''s zone');
select is((select array_agg(format('%s %s', local_day, writes) order by local_day) from ems.write_ledger where point = 'solar_sell'), '{2026-01-15 102,2026-01-16 1}'::text[], 'each day has its row');
select test.house('home02');
select is((select count(*)::int from ems.write_ledger where site_id = 'home02'), 0, 'another house has written nothing');
select is((select array_agg(distinct pg_temp.write('price_rank', timestamptz '2026-01-15 10:00Z' + n * interval '1 min', p_device => 'building')) from generate_series(1, 101) as n), '{go}'::text[], 'a virtual input wears nothing out: it is counted and not refused');
select * from finish();
rollback;
