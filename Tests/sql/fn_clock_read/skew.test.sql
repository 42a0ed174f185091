-- A device's clock: told past a minute, set once a day, no schedules past five minutes.
begin;
select plan(23);
select test.house();
create function pg_temp.skew(p_clock timestamp, p_at timestamptz, p_site text default 'home01') returns double precision language sql volatile as $$ select ems.fn_clock_read(p_site, 'inverter', p_clock, p_at) $$;
select is(pg_temp.skew('2026-01-15 11:00:00', '2026-01-15 10:00Z'), 0::double precision, 'the device thinks in local time: no skew');
select is(pg_temp.skew('2026-07-15 12:00:00', '2026-07-15 10:00Z'), 0::double precision, 'in summer too');
select is(pg_temp.skew('2026-01-15 10:59:15', '2026-01-15 10:00Z'), -45::double precision, '45 s slow');
select is(test.alerts('home01', 'clock_skew'), 0, 'up to a minute is right enough');
select is(pg_temp.skew('2026-01-15 11:01:00', '2026-01-15 10:00Z'), 60::double precision, 'a minute fast');
select is((select count(*)::int from ems.command), 0, 'nothing is done');
select is(pg_temp.skew('2026-01-15 11:01:01', '2026-01-15 10:00Z'), 61::double precision, '61 s fast');
select is(test.alerts('home01', 'clock_skew', 'inverter'), 1, 'is told');
select results_eq($$ select point, value, purpose, state from ems.command order by step $$, $$ values ('clock_year', 2026::double precision, 'clock', 'pending'), ('clock_month', 1, 'clock', 'pending'), ('clock_day', 15, 'clock', 'pending'),
  ('clock_hour', 11, 'clock', 'pending'), ('clock_minute', 0, 'clock', 'pending'), ('clock_second', 1, 'clock', 'pending') $$, 'and set: local time, a second ahead for the way');
select pg_temp.skew('2026-01-15 12:01:30', '2026-01-15 11:00Z');
select is((select count(*)::int from ems.command), 6, 'an hour later its commands, which nobody took, still stand in the way');
select count(*) from ems.fn_setpoint_due('home01', 'w1', '2026-01-15 11:01Z');
select is((select array_agg(distinct state) from ems.command), '{expired}'::text[], 'until they expire: an old time is not written');
select pg_temp.skew('2026-01-15 13:01:30', '2026-01-15 12:00Z');
select is((select count(*)::int from ems.command where state = 'pending'), 6, 'what was never written may be tried again');
select is(test.carry_out('home01', '2026-01-15 12:00:05Z'), 6, '(the worker writes them)');
select pg_temp.skew('2026-01-15 14:01:30', '2026-01-15 13:00Z'), pg_temp.skew('2026-01-16 08:59:00', '2026-01-16 07:55Z');
select is((select count(*)::int from ems.command where state = 'pending'), 0, 'once a day, however wrong it runs');
select pg_temp.skew('2026-01-16 09:05:00', '2026-01-16 08:01Z');
select is((select count(*)::int from ems.command where state = 'pending'), 6, 'the next day again');
select is((select occurrences from ems.alert where code = 'clock_skew'), 6, 'one alert for all of it');
select pg_temp.skew('2026-01-16 10:00:00', '2026-01-16 09:00Z');
select is(test.alerts('home01', 'clock_skew'), 0, 'which ends when the clock is right');

select test.house('home02', 'observe');
select is(pg_temp.skew('2026-01-15 12:30:00', '2026-01-15 10:00Z', 'home02')::int + (select count(*)::int from ems.command where site_id = 'home02'), 5400, 'an observing house is told');
select is(test.alerts('home02', 'clock_skew') + (select count(*)::int from ems.command where site_id = 'home02'), 1, 'and nothing is set');
select is(test.refusal($$ select ems.fn_clock_read('home01', 'nobody', '2026-01-15 12:00', '2026-01-15 10:00Z') $$), 'SA404', 'an unknown device');

-- schedules wait
select test.read_settings('home01', '2026-01-17 10:00Z');
select test.plan('home01', '2026-01-17 10:00Z', '[{"n": 8, "battery_w": -3000, "grid_w": -2500, "soc_pct": 32}]');
select pg_temp.skew('2026-01-17 11:05:01', '2026-01-17 10:00Z');
select count(ems.fn_setpoint_make('home01', '2026-01-17 10:00Z'));
select is((select count(*)::int from ems.command where purpose = 'setpoint' and (point like 'tou%' or point = 'work_mode')), 0, 'past five minutes nothing of the schedule is written, nor what would sell without it');
select is((select mode from ems.setpoint where ended_at is null and device_id = test.device('home01', 'inverter')), 'self_consumption', 'the battery follows PV and load meanwhile');
select pg_temp.skew('2026-01-17 11:05:00', '2026-01-17 10:00Z');
select count(ems.fn_setpoint_make('home01', '2026-01-17 10:00:30Z'));
select cmp_ok((select count(*)::int from ems.command where purpose = 'setpoint' and (point like 'tou%' or point = 'work_mode') and state = 'pending'), '>', 5, 'at five minutes they are');
select * from finish();
rollback;
