-- The override in force of each device: begun, not over, not cancelled, its amount not reached; of several the newest.
begin;
select plan(17);
select test.house();
create function pg_temp.now(p_at timestamptz, p_site text default 'home01') returns text language sql as
$$ select string_agg(kind, ' ' order by kind) from ems.fn_override_current(p_site, p_at) $$;
select ems.fn_override_create('home01', 'battery_charge', '2026-01-15 12:00Z', 'anna', 'a', '2026-01-15 10:00Z');
select ems.fn_override_create('home01', 'battery_hold', '2026-01-15 11:00Z', 'anna', 'b', '2026-01-15 10:30Z');
select ems.fn_override_create('home01', 'car_pause', '2026-01-15 12:00Z', 'anna', 'c', '2026-01-15 10:00Z', p_starts_at => '2026-01-15 10:45Z');
select ems.fn_override_create('home01', 'export_stop', '2026-01-15 11:30Z', 'anna', 'd', '2026-01-15 10:50Z');
select is(pg_temp.now('2026-01-15 09:59Z'), null, 'nothing before it was asked for');
select is(pg_temp.now('2026-01-15 10:00Z'), 'battery_charge', 'in force from its first instant');
select is(pg_temp.now('2026-01-15 10:30Z'), 'battery_hold', 'the newest of a device wins');
select is(pg_temp.now('2026-01-15 10:45Z'), 'battery_hold car_pause', 'one that begins later begins later; devices do not disturb each other');
select is(pg_temp.now('2026-01-15 10:50Z'), 'battery_hold car_pause export_stop', 'one for the whole house stands beside them');
select is(pg_temp.now('2026-01-15 11:00Z'), 'battery_charge car_pause export_stop', 'when the newest ends the older one holds again');
select is(pg_temp.now('2026-01-15 12:00Z'), null, 'an override never stays by itself');
select is(pg_temp.now('2026-01-15 11:00Z', 'home02'), null, 'another house knows nothing of it');
select is(ems.fn_override_cancel('home01', (select override_id from ems.override where kind = 'battery_charge'), 'bert', '2026-01-15 11:15Z'), true, 'it can be taken back');
select is(pg_temp.now('2026-01-15 11:15Z'), 'car_pause export_stop', 'and is over from then');
select is(pg_temp.now('2026-01-15 11:14Z'), 'battery_charge car_pause export_stop', 'looking back it was in force');
select is(ems.fn_override_cancel('home01', (select override_id from ems.override where kind = 'battery_charge'), 'carl', '2026-01-15 11:20Z'), false, 'cancelling twice changes nothing');
select is((select cancelled_by from ems.override where kind = 'battery_charge'), 'bert', 'nor who did it');
select is(ems.fn_override_cancel('home01', (select override_id from ems.override where kind = 'export_stop'), 'bert', '2026-01-15 11:31Z'), false, 'what is over cannot be cancelled');
select is(test.refusal($$ select ems.fn_override_cancel('home01', 0, 'bert', '2026-01-15 11:31Z') $$), 'SA404', 'nor what never was');

-- 990 Wh at 4 kW and 3 kW: reached within 15 and 20 minutes
select ems.fn_override_create('home01', 'car_now', '2026-01-16 12:00Z', 'anna', 'e', '2026-01-16 10:00Z', p_energy_wh => 990);
select ems.fn_override_create('home01', 'battery_charge', '2026-01-16 12:00Z', 'anna', 'f', '2026-01-16 10:00Z', p_energy_wh => 990);
select ems.fn_override_create('home01', 'battery_discharge', '2026-01-16 16:00Z', 'anna', 'f', '2026-01-16 14:00Z', p_energy_wh => 990);
select test.steady('home01', 'charger', '{"car_power_w": 4000}', '2026-01-16 10:00Z', '2026-01-16 11:00Z');
select test.steady('home01', 'inverter', '{"battery_power_w": 3000}', '2026-01-16 10:00Z', '2026-01-16 11:00Z');
select test.steady('home01', 'inverter', '{"battery_power_w": -3000}', '2026-01-16 14:00Z', '2026-01-16 15:00Z');
select count(ems.fn_aggregate_telemetry('home01', '2026-01-16 15:00Z', '1 day'));
select results_eq($$ select to_char(t at time zone 'UTC', 'HH24:MI'), pg_temp.now(t) from unnest('{2026-01-16 10:14Z,2026-01-16 10:15Z,2026-01-16 10:19Z,2026-01-16 10:20Z}'::timestamptz[]) as t $$,
  $$ values ('10:14', 'battery_charge car_now'), ('10:15', 'battery_charge'), ('10:19', 'battery_charge'), ('10:20', null) $$, 'an amount is reached when so much went into car or battery since the override began');
select results_eq($$ select to_char(t at time zone 'UTC', 'HH24:MI'), pg_temp.now(t) from unnest('{2026-01-16 14:19Z,2026-01-16 14:20Z}'::timestamptz[]) as t $$,
  $$ values ('14:19', 'battery_discharge'), ('14:20', null) $$, 'or came out of it');
select * from finish();
rollback;
