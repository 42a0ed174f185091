-- The way of working that carries a planned slot out, whatever load and sun really do.
begin;
select plan(16);
-- 95 % each way, 0.25 wear: a stored kWh that is worth 2 must save 2.37 to be spent, and selling must bring 1.66 to be better than storing
create function pg_temp.mode(p_battery_w double precision, p_grid_w double precision, p_value double precision default 2, p_buy double precision default 3, p_sell double precision default 1, p_soc_pct double precision default 50)
returns text language sql as $$
  select ems.fn_plan_mode(jsonb_populate_record(null::ems.battery, '{"charge_efficiency": 0.95, "discharge_efficiency": 0.95, "wear_per_kwh": 0.25, "soc_max_pct": 100}'), p_battery_w, p_grid_w, p_soc_pct, p_value, p_buy, p_sell)
$$;
select is(pg_temp.mode(3000, 3500), 'charge', 'the battery charges and the house imports: from the grid');
select is(pg_temp.mode(-3000, -2500), 'discharge', 'it discharges and the house exports: to the grid');
select is(pg_temp.mode(0, 500, p_buy => 2.3), 'hold', 'it rests, and what is stored will be worth more than what is bought now');
select is(pg_temp.mode(0, 500, p_buy => 2.5), 'self_consumption', 'it rests at a price that is above the value of what is stored: a load nobody expected may have it');
select is(pg_temp.mode(0, -2000, p_sell => 1.75), 'idle', 'it rests while selling brings more than storing: it waits for a better hour');
select is(pg_temp.mode(0, -2000, p_sell => 1.5), 'self_consumption', 'storing is worth more: a sun nobody expected may fill it');
select is(pg_temp.mode(0, -2000, p_sell => 1.75, p_soc_pct => 99.5), 'self_consumption', 'a full battery waits for nothing: a load nobody expected may have some of it');
select is(pg_temp.mode(2000, 0, p_buy => 2.3), 'hold', 'it takes what is left over, and gives nothing while buying is cheap');
select is(pg_temp.mode(-500, 0, p_buy => 2.3), 'self_consumption', 'what the plan gives is never held back');
select is(pg_temp.mode(2000, 0, p_sell => 1.75), 'self_consumption', 'what the plan takes is never held back');
select is(pg_temp.mode(2000, -500), 'self_consumption', 'full power into the battery and the rest to the grid');
select is(pg_temp.mode(-3000, 1000), 'self_consumption', 'full power out of it and the rest from the grid');
select is(pg_temp.mode(0, 500, p_buy => (2 + 0.25) / 0.95 - 0.009), 'self_consumption', 'less than a hundredth decides nothing');
select is_empty($$ select b, g, v from generate_series(-8000, 8000, 400) as b cross join generate_series(-17000, 17000, 1700) as g cross join generate_series(-1, 5, 0.5) as v
  cross join lateral pg_temp.mode(b, g, v) as m
  where m not in ('self_consumption', 'hold', 'idle', 'charge', 'discharge') or (m = 'charge') <> (b > 50 and g > 50) or (m = 'discharge') <> (b < -50 and g < -50)
    or m = 'hold' and b < -50 or m = 'idle' and b > 50 $$, 'property: the grid is used only where the plan uses it, and the plan is never held back');
select is_empty($$ select b, g from generate_series(-50, 50, 10) as b cross join generate_series(-50, 50, 10) as g where pg_temp.mode(b, g) <> 'self_consumption' $$, 'a few watts of rounding change no mode');
select is(ems.fn_plan_mode(null, 0, 500, null, null, 3, 1), 'self_consumption', 'a house without a battery goes its way');
select * from finish();
rollback;
