-- The slot of the plan in force becomes a way of working and its numbers.
begin;
select plan(30);
select test.house();
create function pg_temp.wish(p_at timestamptz) returns text language sql as
$$ select concat_ws(' ', mode, parameter ->> 'soc_target_pct', parameter ->> 'grid_charge_a', parameter ->> 'discharge_w') from ems.fn_setpoint_battery('home01', p_at) $$;
create function pg_temp.holds(p_at timestamptz) returns text language sql as
$$ select to_char(expires_at at time zone 'UTC', 'HH24:MI') from ems.fn_setpoint_battery('home01', p_at) $$;
select is_empty($$ select * from ems.fn_setpoint_battery('home01', '2026-01-15 10:00Z') $$, 'without a plan nothing is wanted of the battery');
-- 10:00 charge (6 slots, 3 and 4 kW), 11:30 hold (2), 12:00 discharge (3), 12:45 idle (1), 13:00 self-consumption (20 slots: five hours)
select test.plan('home01', '2026-01-15 10:00Z', '[
  {"n": 4, "battery_w": 3000, "grid_w": 3500, "soc_pct": 40.2}, {"n": 2, "battery_w": 4000, "grid_w": 4500, "soc_pct": 60.4}, {"n": 2, "battery_w": 0, "grid_w": 500, "soc_pct": 60.4, "value": 5},
  {"n": 3, "battery_w": -2550, "grid_w": -2000, "soc_pct": 47.9}, {"n": 1, "battery_w": 0, "grid_w": -800, "pv_w": 1300, "soc_pct": 47.9, "value": 1}, {"n": 20, "battery_w": -500, "grid_w": 0, "soc_pct": 30}]');
select is_empty($$ select * from ems.fn_setpoint_battery('home01', '2026-01-15 09:59Z') $$, 'nor before the plan begins');
-- 4000 W × 0.96 / 51.2 V = 75 A; the highest SoC of the charging slots, rounded up
select is(pg_temp.wish('2026-01-15 10:00Z'), 'charge 61 75', 'charging: up to the SoC the plan reaches, at the strongest current of the slots that charge');
select is(pg_temp.holds('2026-01-15 10:00Z'), '11:30', 'one wish lasts as long as the slots go on in the same way');
select is(pg_temp.wish('2026-01-15 10:40Z'), 'charge 61 75', 'in the middle of it the wish is the same: nothing to write');
select is(pg_temp.wish('2026-01-15 11:30Z'), 'hold 100', 'holding back while what is stored is worth more');
select is(pg_temp.wish('2026-01-15 12:00Z'), 'discharge 47 2600', 'selling: down to the SoC the plan reaches, at its power rounded up to 100 W');
select is(pg_temp.holds('2026-01-15 12:30Z'), '12:45', 'until the selling slots end');
select is(pg_temp.wish('2026-01-15 12:45Z'), 'idle 100', 'letting the sun go by while selling brings more');
select is(pg_temp.wish('2026-01-15 13:00Z'), 'self_consumption 100', 'following PV and load');
select is(pg_temp.holds('2026-01-15 13:00Z'), '17:00', 'at most four hours without being renewed');
select is(pg_temp.holds('2026-01-15 14:10Z'), '18:00', 'four hours after the start of the slot that holds, or the end of the plan');
select is_empty($$ select * from ems.fn_setpoint_battery('home01', '2026-01-15 18:00Z') $$, 'the plan is over: the battery is its owner''s');
select is((select parameter - 'soc_target_pct' from ems.fn_setpoint_battery('home01', '2026-01-15 13:00Z')),
  '{"export_allowed": 1, "export_limit_w": 10000, "weekday_mask": 17, "soc_floor_pct": 10, "discharge_limit_w": 8000}'::jsonb, 'limits of the house and the battery go along; the mask is "on" and Thursday');
select is((select author || reason || (planning_run_id is not null) || (override_id is null) from ems.fn_setpoint_battery('home01', '2026-01-15 13:00Z')), 'planby_handtruetrue', 'author and reason are the plan''s');

select test.plan('home01', d + interval '9 hours', '[{"n": 12, "battery_w": -500}]') from generate_series(timestamptz '2026-02-02 00:00Z', '2026-02-08 00:00Z', '24 hours') as d;
select results_eq($$ select d::date, (select (parameter ->> 'weekday_mask')::int from ems.fn_setpoint_battery('home01', (d + interval '10 hours') at time zone 'UTC')) from generate_series(timestamp '2026-02-02', '2026-02-08', '1 day') as d $$,
  $$ values (date '2026-02-02', 3), ('2026-02-03', 5), ('2026-02-04', 9), ('2026-02-05', 17), ('2026-02-06', 33), ('2026-02-07', 65), ('2026-02-08', 129) $$, 'bit 0 is on, bit 1 Monday … bit 7 Sunday');
select test.plan('home01', '2026-01-18 22:00Z', '[{"n": 12, "battery_w": -500}]');
select is((select array_agg((select (parameter ->> 'weekday_mask')::int from ems.fn_setpoint_battery('home01', t)) order by t) from unnest('{2026-01-18 22:45Z,2026-01-18 23:00Z}'::timestamptz[]) as t), '{129,3}', 'Sunday ends at local midnight');

-- exporting stops while it would cost money
select test.plan('home01', '2026-01-19 10:00Z', '[{"n": 1, "sell": -0.01, "grid_w": 0, "battery_w": 800, "pv_w": 3000}, {"n": 1, "sell": -0.01, "grid_w": -900, "battery_w": 800, "pv_w": 3000}, {"n": 1, "sell": 0, "grid_w": 0, "battery_w": 800, "pv_w": 3000}]');
select results_eq($$ select (select parameter ->> 'export_allowed' from ems.fn_setpoint_battery('home01', t)) from unnest('{2026-01-19 10:00Z,2026-01-19 10:15Z,2026-01-19 10:30Z}'::timestamptz[]) as t $$, $$ values ('0'), ('1'), ('1') $$,
  'export is forbidden where it costs and the plan exports nothing; where the plan exports all the same, or it costs nothing, it is allowed');
select ems.fn_override_create('home01', 'export_stop', '2026-01-19 11:00Z', 'anna', 'the grid operator called', '2026-01-19 10:20Z');
select is((select parameter ->> 'export_allowed' from ems.fn_setpoint_battery('home01', '2026-01-19 10:30Z')), '0', 'or because a person says so');
select is((select mode from ems.fn_setpoint_battery('home01', '2026-01-19 10:30Z')), 'self_consumption', 'which leaves the battery to the plan');

-- a newer accepted plan, one that was not accepted, one that is not known yet
select test.plan('home01', '2026-01-20 10:00Z', '[{"n": 8, "battery_w": 3000, "grid_w": 3500}]', p_known_at => '2026-01-20 09:55Z');
select test.plan('home01', '2026-01-20 10:15Z', '[{"n": 8, "battery_w": 0, "grid_w": 500, "value": 5}]', p_known_at => '2026-01-20 10:10Z');
update ems.planning_run set accepted = false where known_at = '2026-01-20 10:10Z';
select is((select mode from ems.fn_setpoint_battery('home01', '2026-01-20 10:20Z')), 'charge', 'a plan that was not accepted moves nothing');
update ems.planning_run set accepted = true where known_at = '2026-01-20 10:10Z';
select is((select mode from ems.fn_setpoint_battery('home01', '2026-01-20 10:20Z')), 'hold', 'the newest accepted plan is in force');
select is((select mode from ems.fn_setpoint_battery('home01', '2026-01-20 10:09Z')), 'charge', 'looking back, the one known then');

-- wishes of people
select ems.fn_override_create('home01', 'battery_charge', '2026-01-20 11:00Z', 'anna', 'storm', '2026-01-20 10:30Z', p_power_w => 1000);
select is(pg_temp.wish('2026-01-20 10:30Z'), 'charge 100 20', 'an override goes before the plan: 1000 W × 0.96 / 51.2 V = 18.75 A, in steps of 5 A, up to the highest SoC');
select is((select author || ' ' || reason || ' ' || (override_id is not null) from ems.fn_setpoint_battery('home01', '2026-01-20 10:30Z')), 'anna storm true', 'with its author and reason');
select is(pg_temp.holds('2026-01-20 10:30Z'), '11:00', 'until it ends');
select ems.fn_override_create('home01', 'battery_discharge', '2026-01-20 11:00Z', 'anna', 'sell', '2026-01-20 10:40Z');
select is(pg_temp.wish('2026-01-20 10:40Z'), 'discharge 10 8000', 'without a power as much as the battery gives, down to its floor');
select ems.fn_override_create('home01', 'hands_off', '2026-01-20 11:00Z', 'installer', 'service', '2026-01-20 10:50Z', p_device => 'inverter');
select is_empty($$ select * from ems.fn_setpoint_battery('home01', '2026-01-20 10:50Z') $$, 'hands off: neither plan nor older override');

-- schedules of a device whose clock is wrong would hold at the wrong hours
select ems.fn_clock_read('home01', 'inverter', '2026-01-20 11:44', '2026-01-20 10:50Z');
select is((select mode || ' ' || reason from ems.fn_setpoint_battery('home01', '2026-01-20 10:20Z')), 'self_consumption its clock is wrong: by_hand', 'an inverter whose clock is six minutes slow follows PV and load: neither selling first nor charging by schedule');
select test.house('home02');
select is_empty($$ select * from ems.fn_setpoint_battery('home02', '2026-01-15 10:00Z') $$, 'another house has its own plan, or none');
select * from finish();
rollback;
