-- The current of each charger: whole amperes, 0 or what charges, never more than the main fuse leaves.
begin;
select plan(19);
select test.house();
create function pg_temp.wish(p_at timestamptz) returns text language sql as
$$ select mode || ' ' || (parameter ->> 'car_current_a') from ems.fn_setpoint_car('home01', p_at) $$;
select is_empty($$ select * from ems.fn_setpoint_car('home01', '2026-01-15 10:00Z') $$, 'without a plan nothing is wanted of the charger');
select test.plan('home01', '2026-01-15 10:00Z', '[{"ev": {"charger:1": 4140}}, {"ev": {"charger:1": 4140, "charger:2": 2760}}, {"ev": {"charger": 11040}}, {"ev": {"charger": 20000}}, {"ev": {"charger": 1000}}, {"ev": {"charger": 300}}, {"ev": {"other": 5000}}, {}]');
-- 690 W per ampere on three phases
select results_eq($$ select to_char(t at time zone 'UTC', 'HH24:MI'), pg_temp.wish(t) from generate_series(timestamptz '2026-01-15 10:00Z', '2026-01-15 11:45Z', '15 min') as t $$, $$ values
  ('10:00', 'car_charge 6'), ('10:15', 'car_charge 10'), ('10:30', 'car_charge 16'), ('10:45', 'car_charge 16'), ('11:00', 'car_charge 6'), ('11:15', 'car_pause 0'), ('11:30', 'car_pause 0'), ('11:45', 'car_pause 0') $$,
  'the departures of one charger add up; never above its highest current, never between 0 and its lowest; another charger''s power is not its own');
select is((select extract(epoch from expires_at - timestamptz '2026-01-15 10:30Z')::int from ems.fn_setpoint_car('home01', '2026-01-15 10:00Z')), 0, 'it holds until a quarter-hour after its slot');

-- the main fuse: 0.9 × 25 A = 22.5 A on the fullest phase
create function pg_temp.grid(p_l1 double precision, p_l2 double precision, p_l3 double precision, p_at timestamptz) returns void language sql volatile as
$$ select test.frame('home01', 'meter_grid', jsonb_build_object('grid_l1_power_w', p_l1, 'grid_l2_power_w', p_l2, 'grid_l3_power_w', p_l3), p_at) $$;
select ems.fn_override_create('home01', 'car_now', '2026-01-16 12:00Z', 'anna', 'trip', '2026-01-16 10:00Z');
select is(pg_temp.wish('2026-01-16 10:00Z'), 'car_charge 16', 'as fast as it can, while the phases are not measured (the worker''s guard holds the fuse then)');
select pg_temp.grid(0, 0, 0, '2026-01-16 10:00:00Z');
select is(pg_temp.wish('2026-01-16 10:00:01Z'), 'car_charge 16', 'with room enough on all phases');
select pg_temp.grid(230, 2300, 0, '2026-01-16 10:01:00Z');
-- floor(22.5 − 10) = 12
select is(pg_temp.wish('2026-01-16 10:01:01Z'), 'car_charge 12', 'what the fullest phase leaves');
select pg_temp.grid(230, 3800, 0, '2026-01-16 10:02:00Z');
-- floor(22.5 − 16.52) = 5
select is(pg_temp.wish('2026-01-16 10:02:01Z'), 'car_pause 0', 'less than a car takes is nothing');
select pg_temp.grid(230, 3680, 0, '2026-01-16 10:03:00Z');
-- floor(22.5 − 16) = 6
select is(pg_temp.wish('2026-01-16 10:03:01Z'), 'car_charge 6', 'just enough is enough');
-- the car itself draws 10 A of the 20: floor(22.5 − 20) + 10 = 12
select pg_temp.grid(4600, 4600, 4600, '2026-01-16 10:04:00Z');
select test.frame('home01', 'charger', '{"car_l1_current_a": 10, "car_l2_current_a": 10, "car_l3_current_a": 10}', '2026-01-16 10:04:00Z');
select is(pg_temp.wish('2026-01-16 10:04:01Z'), 'car_charge 12', 'what the car draws already is counted once');
select pg_temp.grid(-4600, -4600, -4600, '2026-01-16 10:05:00Z');
select is(pg_temp.wish('2026-01-16 10:05:01Z'), 'car_charge 16', 'exporting gives room, the charger''s limit stays');
select test.frame('home01', 'meter_grid', '{"grid_l1_power_w": 9000, "grid_l2_power_w": 9000}', '2026-01-16 10:06:00Z');
select is(pg_temp.wish('2026-01-16 10:06:01Z'), 'car_pause 0', 'an overloaded phase stops the car, though another is silent');

select is((select author || ' ' || reason from ems.fn_setpoint_car('home01', '2026-01-16 10:00Z')), 'anna trip', 'a person''s wish carries her name');
select ems.fn_override_create('home01', 'car_pause', '2026-01-15 12:00Z', 'bert', 'rest', '2026-01-15 10:15Z');
select is(pg_temp.wish('2026-01-15 10:30Z'), 'car_pause 0', 'a pause goes before the plan');
select ems.fn_override_create('home01', 'hands_off', '2026-01-15 12:00Z', 'bert', 'guest', '2026-01-15 10:20Z', p_device => 'charger');
select is_empty($$ select * from ems.fn_setpoint_car('home01', '2026-01-15 10:30Z') $$, 'hands off');
select ems.fn_override_create('home01', 'car_now', '2026-01-15 12:00Z', 'bert', 'go', '2026-01-15 10:25Z', p_power_w => 7000);
select is(pg_temp.wish('2026-01-15 10:30Z'), 'car_charge 10', '7 kW are 10 A on three phases');
update ems.charger set phases = 1, highest_a = 32;
select is(pg_temp.wish('2026-01-15 10:30Z'), 'car_charge 30', 'and 30 A on one');
update ems.charger set phases = 3, highest_a = 16;
select is_empty($$ select * from generate_series(0, 12000, 60) as w (p) cross join lateral (select ems.fn_override_create('home01', 'car_now', timestamptz '2026-02-01 00:00Z' + w.p * interval '1 s' + interval '1 s', 'x', 'x', timestamptz '2026-02-01 00:00Z' + w.p * interval '1 s', p_power_w => w.p + 1) as id) as o where o.id is null $$, '(201 wishes)');
select is_empty($$ select * from generate_series(0, 12000, 60) as w (p) cross join lateral ems.fn_setpoint_car('home01', timestamptz '2026-02-01 00:00Z' + w.p * interval '1 s') as s
  where not ((s.parameter ->> 'car_current_a')::numeric = 0 or (s.parameter ->> 'car_current_a')::numeric between 6 and 16) or (s.parameter ->> 'car_current_a')::numeric % 1 <> 0
    or (s.mode = 'car_pause') <> ((s.parameter ->> 'car_current_a')::numeric = 0) $$, 'property: whole amperes, 0 or 6 to 16, whatever is asked');
update ems.device set enabled = false where device = 'charger';
select is_empty($$ select * from ems.fn_setpoint_car('home01', '2026-01-15 10:30Z') $$, 'a charger that is switched off is nobody''s');
select * from finish();
rollback;
