-- A mode becomes the values of registers: time-of-use slots by the clock on the device's wall, within what may be written.
begin;
select plan(20);
select test.house();
update ems.device set control_state = 'controlled' where enabled;
select test.read_settings('home01', '2026-01-15 10:00Z');
update ems.device_setting set owner_value = value;
create function pg_temp.wanted(p_mode text, p_point text, p_at timestamptz, p_site text default 'home01') returns text language sql as
$$ select string_agg(value::text, ' ' order by point) from ems.fn_setpoint_wanted(p_site, test.device(p_site, 'inverter'), p_mode,
  '{"export_allowed": 1, "export_limit_w": 10000, "weekday_mask": 17, "soc_floor_pct": 10, "soc_target_pct": 80, "discharge_limit_w": 8000, "grid_charge_a": 60, "discharge_w": 2600}', p_at) where point like p_point $$;
select is(pg_temp.wanted('charge', 'tou\__\_start\_hhmm', '2026-01-15 10:00Z'), '0 400 800 1200 1600 2000', 'six slots of four hours');
select is(pg_temp.wanted('charge', 'tou\__\_grid\_charge', '2026-01-15 10:00Z'), '0 0 1 0 0 0', '11:00 in Prague is in the third');
select is(pg_temp.wanted('charge', 'tou\__\_soc\_pct', '2026-01-15 10:00Z'), '10 10 80 10 10 10', 'which charges up to the target, the others keep the floor');
select is(pg_temp.wanted('discharge', 'tou\__\_soc\_pct', '2026-01-15 10:00Z'), '100 100 80 100 100 100', 'selling empties the battery in the present slot only');
select is(pg_temp.wanted('discharge', 'tou\__\_power\_w', '2026-01-15 10:00Z'), '2600', 'with the power of that slot alone');
select is(pg_temp.wanted('discharge', 'work\_mode', '2026-01-15 10:00Z'), '0', 'selling first');
select is(pg_temp.wanted('self_consumption', 'work\_mode', '2026-01-15 10:00Z'), '2', 'else the owner''s own mode of work');
select is(pg_temp.wanted('idle', 'charge\_limit\_a', '2026-01-15 10:00Z'), '0', 'idle: no charging');
select is(pg_temp.wanted('hold', 'charge\_limit\_a', '2026-01-15 10:00Z'), '120', 'hold: the owner''s charging limit');
select is(pg_temp.wanted('charge', 'grid\_charge\__%', '2026-01-15 10:00Z'), '60 1', 'charging from the grid: its current, and the switch (the SoC of the generator menu is not ours)');
select is(pg_temp.wanted('charge', 'tou\_weekdays', '2026-01-15 10:00Z'), '17', 'enabled for today');

-- the slot follows the wall clock through both changes of the clock: at 02:00 it becomes 03:00, at 03:00 it becomes 02:00
create function pg_temp.slot(p_at timestamptz, p_site text default 'home01') returns integer language sql as
$$ select n from generate_series(1, 6) as n where split_part(pg_temp.wanted('charge', 'tou\__\_grid\_charge', p_at, p_site), ' ', n) = '1' $$;
select results_eq($$ select to_char(t at time zone 'UTC', 'HH24:MI'), pg_temp.slot(t) from unnest('{2026-03-29 00:59Z,2026-03-29 01:59Z,2026-03-29 02:00Z,2026-03-29 22:00Z}'::timestamptz[]) as t $$,
  $$ values ('00:59', 1), ('01:59', 1), ('02:00', 2), ('22:00', 1) $$, 'on the day of 23 hours the second slot begins three hours after midnight');
select results_eq($$ select to_char(t at time zone 'UTC', 'HH24:MI'), pg_temp.slot(t) from unnest('{2026-10-25 01:59Z,2026-10-25 02:59Z,2026-10-25 03:00Z,2026-10-25 18:59Z,2026-10-25 19:00Z,2026-10-25 22:59Z}'::timestamptz[]) as t $$,
  $$ values ('01:59', 1), ('02:59', 1), ('03:00', 2), ('18:59', 5), ('19:00', 6), ('22:59', 6) $$, 'on the day of 25 hours five hours after it');
select is_empty($$ select t from generate_series(timestamptz '2026-10-24 22:00Z', '2026-10-25 22:45Z', '15 min') as t where pg_temp.slot(t) <> 1 + extract(hour from t at time zone 'Europe/Prague')::int / 4 $$, 'property: the active slot is the one of the local hour, in all 100 quarter-hours');
select test.house('home02', p_zone => 'Australia/Adelaide');
select is(pg_temp.slot('2026-01-15 10:00Z', 'home02'), 6, 'another house has another clock: 20:30 in Adelaide');

-- within what may be written, and what is not given asks for nothing
select is((select string_agg(point || '=' || value, ' ' order by point) from ems.fn_setpoint_wanted('home01', test.device('home01', 'charger'), 'car_charge', '{"car_current_a": 40}', '2026-01-15 10:00Z')), 'car_current_limit_a=32', 'no more than the register takes');
select is((select string_agg(point || '=' || value, ' ' order by point) from ems.fn_setpoint_wanted('home01', test.device('home01', 'heat_pump'), 'heat_boost', '{"dhw_setpoint_c": 53}', '2026-01-15 10:00Z')), 'dhw_setpoint_c=53', 'a parameter that is not given asks for nothing');
select is((select string_agg(point || '=' || value, ' ' order by point) from ems.fn_setpoint_wanted('home01', test.device('home01', 'heat_pump'), 'heat_normal', '{}', '2026-01-15 10:00Z')), 'dhw_setpoint_c=46 flow_setpoint_c=40', 'normal is the owner''s own');
delete from ems.device_point where site_id = 'home02';
select is_empty($$ select * from ems.fn_setpoint_wanted('home02', test.device('home02', 'charger'), 'car_charge', '{"car_current_a": 16}', '2026-01-15 10:00Z') $$, 'a register whose address nobody knows is asked for nothing');
select is(test.answers($$ select pg_temp.slot(t), extract(epoch from t) from generate_series(timestamptz '2026-03-28 23:00Z', '2026-03-29 21:45Z', '30 min') as t $$), 1, 'whatever zone the session lives in');
select * from finish();
rollback;
