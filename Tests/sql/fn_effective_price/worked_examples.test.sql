-- Prices worked out by hand from the regulator's sheets, CZK/kWh.
begin;
select plan(31);
select test.house();
select test.fx('2026-01-01', 25);
select test.price('2026-01-15', '100');
create temporary view price as select e.*, e.starts_at at time zone 'Europe/Prague' as local_at from ems.fn_effective_price('home01', '2026-01-14 23:00Z', '2026-01-15 23:00Z', '2026-01-16 12:00Z') as e;
create function pg_temp.at(p_local timestamp) returns setof price language sql as $$ select * from price where local_at = p_local $$;

-- 100 EUR/MWh × 25 = 2.5; fee 0.363 with VAT = 0.3; D57d NT 0.1165, VT 0.75477; system services 0.16424 + tax 0.0283 + POZE 0 = 0.19254; VAT 21 %
select is((select round(buy_per_kwh, 4) from pg_temp.at('2026-01-15 03:00')), 3.7619, 'ČEZ D57d low tariff: (2.5 + 0.3 + 0.1165 + 0.19254) × 1.21');
select is((select round(buy_per_kwh, 4) from pg_temp.at('2026-01-15 06:00')), 4.5342, 'ČEZ D57d high tariff: (2.5 + 0.3 + 0.75477 + 0.19254) × 1.21');
select is((select round(sell_per_kwh, 4) from pg_temp.at('2026-01-15 03:00')), 2.1500, 'selling: 2.5 − 0.35, no VAT, no distribution, no tax');
select is((select distribution_per_kwh + levies_per_kwh from pg_temp.at('2026-01-15 06:00')), 0.947310, 'the regulated part of D57d high tariff, 947.31 CZK/MWh');
select is((select distribution_per_kwh + levies_per_kwh from pg_temp.at('2026-01-15 03:00')), 0.309040, 'and of low tariff, 309.04');
select is((select format('%s %s %s %s %s', spot_per_kwh, commodity_per_kwh, fx_rate::numeric(6, 3), fx_valid_on, band) from pg_temp.at('2026-01-15 06:00')), '2.500000 2.800000 25.000 2026-01-01 VT', 'the parts are told, with the rate used and its day');
select is((select count(*)::int from price), 96, 'every slot of the day has a price');
select is_empty($$ select from price where abs(buy_per_kwh - (commodity_per_kwh + distribution_per_kwh + levies_per_kwh + vat_per_kwh)) > 0.000003 or abs(vat_per_kwh - 0.21 * (commodity_per_kwh + distribution_per_kwh + levies_per_kwh)) > 0.000002 $$, 'property: the parts add up, and VAT is 21 % of them');

-- other rates of the same sheet
create function pg_temp.rate(p_distributor text, p_rate text, p_window text) returns text language plpgsql as $$
begin
  update ems.site_distribution set distributor = p_distributor, rate = p_rate, window_code = p_window where site_id = 'home01';
  return (select string_agg(distinct format('%s %s', band, round(buy_per_kwh, 4)), ', ' order by format('%s %s', band, round(buy_per_kwh, 4))) from price);
end
$$;
select is(pg_temp.rate('CEZ_DISTRIBUCE', 'D25d', 'CEZ_AKU8_V1'), 'NT 3.7619, VT 6.3464', 'ČEZ D25d: (2.8 + 2.25245 + 0.19254) × 1.21 in high tariff');
select is(pg_temp.rate('EGD', 'D57d', 'CEZ_EV_V1'), 'NT 3.8924, VT 4.5283', 'EG.D D57d: 224.30 and 749.87');
select is(pg_temp.rate('PREDISTRIBUCE', 'D57d', 'CEZ_EV_V1'), 'NT 3.8330, VT 4.1310', 'PRE D57d: 175.20 and 421.52');
select is(pg_temp.rate('CEZ_DISTRIBUCE', 'D02d', null), 'VT 6.1361', 'ČEZ D02d, one rate: 2078.58');
select is(pg_temp.rate('PREDISTRIBUCE', 'D02d', 'CEZ_EV_V1'), 'NT 5.4560, VT 5.4560', 'a one-rate tariff costs the same in both bands');
select is(pg_temp.rate('CEZ_DISTRIBUCE', 'D57d', 'CEZ_EV_V1'), 'NT 3.7619, VT 4.5342', 'and back');

-- where buying turns negative: fee 300 CZK/MWh without VAT, 24.3 CZK/EUR (markets.md, section 4)
select test.fx('2026-01-15', 24.3);
create function pg_temp.spot(p_price text) returns text language plpgsql as $$
begin
  perform test.price('2026-01-15', p_price, (select coalesce(max(known_at), '2026-01-14 13:00Z') + interval '1 min' from ems.market_interval_price));
  return (select string_agg(distinct format('%s %s', band, case when buy_per_kwh < 0 then 'paid' else 'pays' end), ', ') from price);
end
$$;
select is(pg_temp.spot('-25'), 'NT pays, VT pays', 'at −25 EUR/MWh low tariff still costs');
select is(pg_temp.spot('-26'), 'NT paid, VT pays', 'below about −25 it is paid for');
select is(pg_temp.spot('-51'), 'NT paid, VT pays', 'at −51 high tariff still costs');
select is(pg_temp.spot('-52'), 'NT paid, VT paid', 'below about −51 it is paid for too');
select is((select round(buy_per_kwh, 4) from pg_temp.at('2026-01-15 03:00')), -0.7920, 'VAT applies to a negative base: (−1.2636 + 0.3 + 0.30904) × 1.21');
select is((select round(sell_per_kwh, 4) from pg_temp.at('2026-01-15 03:00')), -1.6136, 'who sells at a negative price pays, and the fee on top: −1.2636 − 0.35');
select is((select vat_per_kwh < 0 from pg_temp.at('2026-01-15 03:00')), true, 'its VAT is negative');
select is(pg_temp.rate('CEZ_DISTRIBUCE', 'D25d', 'CEZ_AKU8_V1') is not null and pg_temp.spot('-112') = 'NT paid, VT pays' and pg_temp.spot('-113') = 'NT paid, VT paid', true, 'D25d high tariff turns at about −113');

-- the sheet's other figures
select is((select array_agg(price_per_month order by rate, distributor) from ems.breaker_price where phases = 3 and above_a = 20 and rate in ('D02d', 'D25d', 'D26d') and distributor = 'CEZ_DISTRIBUCE'), '{256,269,362}'::numeric[], 'breaker 3×25 A at ČEZ: D02d, D25d, D26d');
select is((select array_agg(price_per_month order by distributor) from ems.breaker_price where phases = 3 and above_a = 20 and rate = 'D57d'), '{555,473,385}'::numeric[], 'breaker 3×25 A, D57d: ČEZ, EG.D, PRE');
select is((select sum(value) from ems.levy where country = 'CZ' and unit = 'per_month' and validity @> date '2026-06-01'), 12.87, 'operator, regulator and data centre: 12.87 CZK a month');
select results_eq($$ select distributor, band, price_per_mwh from ems.distribution_price where rate = 'D26d' and validity @> date '2026-06-01' order by 1, 2 $$,
  $$ values ('CEZ_DISTRIBUCE', 'NT', 116.50), ('CEZ_DISTRIBUCE', 'VT', 1202.06), ('EGD', 'NT', 224.30), ('EGD', 'VT', 1237.94), ('PREDISTRIBUCE', 'NT', 175.20), ('PREDISTRIBUCE', 'VT', 1009.35) $$, 'D26d of all three');
select results_eq($$ select distributor, band, price_per_mwh from ems.distribution_price where rate = 'D61d' and validity @> date '2026-06-01' and band = 'VT' order by 1 $$,
  $$ values ('CEZ_DISTRIBUCE', 'VT', 3306.67), ('EGD', 'VT', 3367.23), ('PREDISTRIBUCE', 'VT', 2343.05) $$, 'D61d high tariff of all three');
select is_empty($$ select a.distributor, a.rate from ems.distribution_price as a join ems.distribution_price as b on b.distributor = a.distributor and b.rate = 'D57d' and b.band = a.band and b.validity = a.validity
  where a.rate in ('D35d', 'D45d', 'D56d') and a.price_per_mwh <> b.price_per_mwh $$, 'D35d, D45d and D56d cost what D57d costs');
select is((select count(*)::int from ems.distribution_price where validity @> date '2026-06-01'), 54, 'ten rates of three distributors, two of them with one band');
select is_empty($$ select from ems.distribution_price where band = 'NT' and price_per_mwh >= all (select v.price_per_mwh from ems.distribution_price as v where v.distributor = distribution_price.distributor and v.rate = distribution_price.rate and v.band = 'VT' and v.validity = distribution_price.validity) $$,
  'low tariff is cheaper than high tariff everywhere');

select test.house('home02');
update ems.site_distribution set rate = 'D02d', window_code = null where site_id = 'home02';
select isnt((select min(buy_per_kwh) from ems.fn_effective_price('home02', '2026-01-15 00:00Z', '2026-01-15 01:00Z', '2026-01-16 12:00Z')),
  (select min(buy_per_kwh) from ems.fn_effective_price('home01', '2026-01-15 00:00Z', '2026-01-15 01:00Z', '2026-01-16 12:00Z')), 'another house has its own tariff');
select * from finish();
rollback;
