-- The way of working that carries a planned slot out, whatever load and sun really do.
begin;
select plan(12);
select is(ems.fn_plan_mode(3000, 3500, 500, 0), 'charge', 'the battery charges and the house imports: from the grid');
select is(ems.fn_plan_mode(-3000, -2500, 500, 0), 'discharge', 'it discharges and the house exports: to the grid');
select is(ems.fn_plan_mode(0, 500, 500, 0), 'hold', 'it rests while power is missing: it is held back');
select is(ems.fn_plan_mode(0, -2000, 500, 2500), 'idle', 'it rests while power is left over: it waits for a better hour');
select is(ems.fn_plan_mode(2000, 0, 500, 2500), 'self_consumption', 'it takes what is left over');
select is(ems.fn_plan_mode(-500, 0, 500, 0), 'self_consumption', 'it gives what is missing');
select is(ems.fn_plan_mode(2000, -500, 500, 3000), 'self_consumption', 'full power into the battery and the rest to the grid');
select is(ems.fn_plan_mode(-3000, 1000, 4000, 0), 'self_consumption', 'full power out of it and the rest from the grid');
select is(ems.fn_plan_mode(0, 0, 500, 500), 'self_consumption', 'nothing to do');
select is_empty($$ select b, g from generate_series(-8000, 8000, 100) as b cross join generate_series(-17000, 17000, 500) as g cross join lateral ems.fn_plan_mode(b, g, 0, 0) as m
  where m not in ('self_consumption', 'hold', 'idle', 'charge', 'discharge') or (m = 'charge') <> (b > 50 and g > 50) or (m = 'discharge') <> (b < -50 and g < -50) or (m in ('hold', 'idle')) <> (abs(b) <= 50 and abs(g) > 50) $$,
  'property: over the whole plane the five ways never overlap');
select is_empty($$ select b, g from generate_series(-50, 50, 10) as b cross join generate_series(-50, 50, 10) as g where ems.fn_plan_mode(b, g, 0, 0) <> 'self_consumption' $$, 'a few watts of rounding change no mode');
select is_empty($$ select m from ems.fn_plan_mode(3000, 3500, 0, 0) as m where m not in (select mode from ems.device_mode where device_model = 'deye_sg_lp3') $$, 'the inverter knows it');
select * from finish();
rollback;
