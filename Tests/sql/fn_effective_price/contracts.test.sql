-- Every kind of contract, composed with the same distribution: 0.30904 in low, 0.94731 in high tariff, VAT 21 %.
begin;
select plan(27);
select test.house();
select test.fx('2026-01-01', 25);
-- quarters of an hour at 0, 40, 80 and 120 EUR/MWh: 60 in the mean; the hour from 04:00 at −100
select test.price('2026-01-15', 'case when n between 16 and 19 then -100 else n % 4 * 40 end');
create function pg_temp.sign(p_direction text, p_pricing text, p_includes_vat boolean default true, p_price numeric default null, p_low numeric default null, p_window text default null, p_factor numeric default 1,
  p_fee numeric default 0, p_negative_fee numeric default null, p_lowest numeric default null, p_highest numeric default null, p_settlement integer default 15) returns void language sql as $$
  delete from ems.supply_contract where site_id = 'home01' and direction = p_direction;
  insert into ems.supply_contract (site_id, direction, validity, supplier, pricing, price_per_kwh, low_price_per_kwh, window_code, spot_factor, fee_per_kwh, negative_fee_per_kwh, lowest_per_kwh, highest_per_kwh, includes_vat, settlement_minutes)
  values ('home01', p_direction, '[2025-01-01,)', 'test', p_pricing, p_price, p_low, p_window, p_factor, p_fee, p_negative_fee, p_lowest, p_highest, p_includes_vat, p_settlement);
$$;
create function pg_temp.buy(p_time time) returns numeric language sql as $$
  select round(buy_per_kwh, 4) from ems.fn_effective_price('home01', '2026-01-14 23:00Z', '2026-01-15 23:00Z', '2026-01-16 00:00Z') where starts_at at time zone 'Europe/Prague' = date '2026-01-15' + p_time $$;
create function pg_temp.sell(p_time time) returns numeric language sql as $$
  select round(sell_per_kwh, 4) from ems.fn_effective_price('home01', '2026-01-14 23:00Z', '2026-01-15 23:00Z', '2026-01-16 00:00Z') where starts_at at time zone 'Europe/Prague' = date '2026-01-15' + p_time $$;

select pg_temp.sign('buy', 'fixed', true, 3.63);
select is(pg_temp.buy('03:00'), 4.0039, 'fixed 3.63 with VAT in low tariff: (3 + 0.30904) × 1.21');
select is(pg_temp.buy('06:15'), 4.7762, 'and in high tariff: (3 + 0.94731) × 1.21');
select pg_temp.sign('buy', 'fixed', false, 3);
select is(pg_temp.buy('03:00'), 4.0039, 'fixed 3.00 without VAT is the same');

select pg_temp.sign('buy', 'time_of_use', true, 4.84, 2.42, 'CEZ_AKU8_V1');
select is(pg_temp.buy('03:00'), 2.7939, 'time of use: low price by the contract''s own windows, (2 + 0.30904) × 1.21');
select is(pg_temp.buy('12:00'), 5.2139, 'its high price while the distribution is low: (4 + 0.30904) × 1.21');
select is(pg_temp.buy('09:00'), 5.9862, 'both high: (4 + 0.94731) × 1.21');

select pg_temp.sign('buy', 'spot', false, p_factor => 1.1, p_fee => 0.2);
select is(pg_temp.buy('03:45'), 4.6089, 'a fee in percent: (3 × 1.1 + 0.2 + 0.30904) × 1.21');
select pg_temp.sign('buy', 'spot', false, p_fee => 0.3, p_negative_fee => 0.1);
select is(pg_temp.buy('03:00'), 0.7369, 'at a spot of exactly 0 the ordinary fee holds: (0 + 0.3 + 0.30904) × 1.21');
select is(pg_temp.buy('04:00'), -2.5301, 'below it the other one: (−2.5 + 0.1 + 0.30904) × 1.21');
select pg_temp.sign('buy', 'spot', false, p_fee => 0.3);
select is(pg_temp.buy('04:00'), -2.2881, 'without a fee of its own a negative spot pays the ordinary one: (−2.5 + 0.3 + 0.30904) × 1.21');
select pg_temp.sign('buy', 'spot', true, p_fee => 0.363, p_lowest => 0, p_highest => 1.21);
select is(pg_temp.buy('04:00'), 0.3739, 'a floor of 0: (0 + 0.30904) × 1.21');
select is(pg_temp.buy('03:45'), 1.5839, 'a cap of 1.21 with VAT: (1 + 0.30904) × 1.21');
select is(pg_temp.buy('03:00'), 0.7369, 'between them the spot price: (0 + 0.3 + 0.30904) × 1.21');
select pg_temp.sign('buy', 'spot', false, p_lowest => 0.5);
select is(pg_temp.buy('03:45'), 4.0039, 'a floor alone caps nothing');

select pg_temp.sign('buy', 'spot', false, p_settlement => 60);
select is((select array_agg(distinct pg_temp.buy(t)) from unnest('{03:00,03:15,03:30,03:45}'::time[]) as t), '{2.1889}'::numeric[], 'hourly settlement: four quarters at the mean of the hour, (1.5 + 0.30904) × 1.21');
select is(pg_temp.sell('03:45'), 2.6500, 'while selling goes by the quarter-hour: 3 − 0.35');
select pg_temp.sign('sell', 'spot', false, p_fee => -0.35, p_settlement => 60);
select is(pg_temp.sell('03:45'), 1.1500, 'or by the hour too: 1.5 − 0.35');

select pg_temp.sign('sell', 'spot', false, p_factor => 0.75);
select is(pg_temp.sell('03:45'), 2.2500, 'selling at 0.75 of the spot');
select pg_temp.sign('sell', 'fixed', false, 0.5);
select is(pg_temp.sell('04:00'), 0.5000, 'selling at a fixed price, whatever the spot');
select pg_temp.sign('sell', 'fixed', false, 9);
select is(pg_temp.sell('03:00') > pg_temp.buy('03:00'), true, 'export above import is legal and not cut');
select is(pg_temp.sell('03:00'), 9.0000, 'and exact');

delete from ems.supply_contract where site_id = 'home01' and direction = 'sell';
select is((select array_agg(distinct pg_temp.sell(t)) from unnest('{03:00,04:00}'::time[]) as t), '{0}'::numeric[], 'without a contract selling brings 0');
select is(pg_temp.buy('03:00') is not null, true, 'and buying goes on');
delete from ems.supply_contract where site_id = 'home01';
select is_empty($$ select from ems.fn_effective_price('home01', '2026-01-14 23:00Z', '2026-01-15 23:00Z', '2026-01-16 00:00Z') $$, 'without a contract to buy there is no price');
select pg_temp.sign('buy', 'fixed', true, 3.63);
select is((select count(*)::int from ems.fn_effective_price('home01', '2026-02-01 00:00Z', '2026-02-02 00:00Z', '2026-01-16 00:00Z')), 96, 'a fixed price is known though the market has not spoken');
select is((select count(*)::int from ems.fn_effective_price('home01', '2026-02-01 00:00Z', '2026-02-02 00:00Z', '2026-01-16 00:00Z') where spot_per_kwh is null), 96, 'the spot price of such a day is NULL, not 0');
delete from ems.site_distribution where site_id = 'home01';
select is(pg_temp.buy('03:00'), 3.8630, 'a house without a distribution rate pays the energy and the levies: (3 + 0.19254) × 1.21');
select * from finish();
rollback;
