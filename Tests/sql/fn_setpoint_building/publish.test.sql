-- What a building controller is told.
begin;
select plan(9);
select test.house();
select is_empty($$ select * from ems.fn_setpoint_building('home01', '2026-01-15 10:00Z') $$, 'without a plan nothing');
select test.plan('home01', '2026-01-15 10:00Z', '[{"buy": 4.006, "sell": -0.004, "battery_w": 3149, "grid_w": 3600, "ev": {"charger": 4140}, "heat_pump_w": 1251}, {"buy": 2}, {"buy": 6}, {"buy": 9}, {"buy": 3, "battery_w": -500}]');
select is((select parameter from ems.fn_setpoint_building('home01', '2026-01-15 10:00Z')),
  '{"battery_mode": 4, "price_rank": 50, "buy_price": 4.01, "sell_price": 0.00, "battery_w": 3100, "car_w": 4100, "heat_pump_w": 1300}'::jsonb,
  'way of working, prices to hundredths, powers to 100 W, and the rank of the price: two of the other four are cheaper');
select is((select array_agg((select (parameter ->> 'price_rank')::int from ems.fn_setpoint_building('home01', t)) order by t) from generate_series(timestamptz '2026-01-15 10:00Z', '2026-01-15 11:00Z', '15 min') as t), '{50,0,75,100,25}',
  '0 is the cheapest known slot, 100 the dearest');
select is((select (parameter ->> 'battery_mode')::int from ems.fn_setpoint_building('home01', '2026-01-15 11:00Z')), 1, '1 is self-consumption');
update ems.planning_interval set price_estimated = true where buy_per_kwh = 9;
select is((select (parameter ->> 'price_rank')::int from ems.fn_setpoint_building('home01', '2026-01-15 10:30Z')), 100, 'estimated prices have no rank');
select is((select extract(epoch from expires_at - timestamptz '2026-01-15 10:30Z')::int from ems.fn_setpoint_building('home01', '2026-01-15 10:00Z')), 0, 'until a quarter-hour after the slot');
select ems.fn_override_create('home01', 'battery_hold', '2026-01-15 11:00Z', 'anna', 'x', '2026-01-15 10:00Z');
select is((select (parameter ->> 'battery_mode')::int from ems.fn_setpoint_building('home01', '2026-01-15 10:00Z')), 2, 'a person''s wish for the battery is told too');
select ems.fn_override_create('home01', 'hands_off', '2026-01-15 11:00Z', 'anna', 'x', '2026-01-15 10:00Z', p_device => 'building');
select is_empty($$ select * from ems.fn_setpoint_building('home01', '2026-01-15 10:00Z') $$, 'hands off holds for the building too');
update ems.device set enabled = false where device = 'building';
select is_empty($$ select * from ems.fn_setpoint_building('home01', '2026-01-15 12:00Z') $$, 'one that is switched off is told nothing');
select * from finish();
rollback;
