-- What is not known has no row; what was known then can be asked for ever.
begin;
select plan(19);
select test.house();
create function pg_temp.known(p_from timestamptz, p_to timestamptz, p_at timestamptz) returns text language sql as $$
  select format('%s %s', count(*), round(avg(buy_per_kwh), 4)) from ems.fn_effective_price('home01', p_from, p_to, p_at) $$;
select is(pg_temp.known('2026-01-15 00:00Z', '2026-01-15 04:00Z', '2026-01-16 00:00Z'), '0 ', 'no price, no row');
select test.price('2026-01-15', '100', '2026-01-14 13:00Z');
select is(pg_temp.known('2026-01-15 00:00Z', '2026-01-15 04:00Z', '2026-01-16 00:00Z'), '0 ', 'no exchange rate, no row');
select test.fx('2026-01-14', 25, '2026-01-14 13:45Z');
select is(pg_temp.known('2026-01-15 00:00Z', '2026-01-15 04:00Z', '2026-01-14 13:30Z'), '0 ', 'before the rate was known there was no price');
select is(pg_temp.known('2026-01-15 00:00Z', '2026-01-15 04:00Z', '2026-01-14 14:00Z'), '16 3.7619', 'from then on there is one');
select is(pg_temp.known('2026-01-15 00:00Z', '2026-01-15 04:00Z', '2026-01-14 12:00Z'), '0 ', 'before the auction spoke there was none');
select test.price('2026-01-15', '80', '2026-01-14 16:00Z');
select is(pg_temp.known('2026-01-15 00:00Z', '2026-01-15 04:00Z', '2026-01-14 15:59Z'), '16 3.7619', 'a correction does not change what was known before it');
select is(pg_temp.known('2026-01-15 00:00Z', '2026-01-15 04:00Z', '2026-01-14 16:00Z'), '16 3.1569', 'and counts from then on');
select is((select distinct known_at from ems.fn_effective_price('home01', '2026-01-15 00:00Z', '2026-01-15 04:00Z', '2026-01-14 18:00Z')), '2026-01-14 16:00Z'::timestamptz, 'each price says since when it is known');
select test.fx('2026-01-16', 30, '2026-01-16 13:45Z');
select is(pg_temp.known('2026-01-15 00:00Z', '2026-01-15 04:00Z', '2026-02-01 00:00Z'), '16 3.1569', 'a later day''s fixing never changes an earlier day''s price');
select test.fx('2026-01-15', 26, '2026-01-15 13:45Z');
select is(pg_temp.known('2026-01-15 00:00Z', '2026-01-15 04:00Z', '2026-01-15 12:00Z'), '16 3.1569', 'before the day''s own fixing the last one before it holds');
select is((select fx_valid_on from ems.fn_effective_price('home01', '2026-01-15 00:00Z', '2026-01-15 00:15Z', '2026-02-01 00:00Z')), '2026-01-15'::date, 'afterwards its own');
select test.fx('2026-01-15', 27, '2026-01-20 10:00Z');
select is((select fx_rate::int from ems.fn_effective_price('home01', '2026-01-15 00:00Z', '2026-01-15 00:15Z', '2026-01-16 00:00Z')), 26, 'a corrected fixing leaves what was known before it');

-- longest gap of the national bank is six days
select test.price('2026-01-03', '100', '2026-01-02 13:00Z');
select test.fx('2025-12-28', 24, '2025-12-28 14:00Z');
select is((select fx_valid_on from ems.fn_effective_price('home01', '2026-01-03 00:00Z', '2026-01-03 00:15Z', '2026-01-03 00:00Z')), '2025-12-28'::date, 'over a long holiday the last fixing before it holds');

select is(pg_temp.known('2026-01-15 00:07Z', '2026-01-15 00:50Z', '2026-02-01 00:00Z'), '3 3.3505', 'slots are those that start within the range');
select is(pg_temp.known('2026-01-15 01:00Z', '2026-01-15 01:00Z', '2026-02-01 00:00Z'), '0 ', 'an empty range has none');
delete from ems.distribution_price where distributor = 'CEZ_DISTRIBUCE' and rate = 'D57d' and band = 'VT' and validity @> date '2026-01-15';
select is((select array_agg(distinct band) from ems.fn_effective_price('home01', '2026-01-15 00:00Z', '2026-01-15 12:00Z', '2026-02-01 00:00Z')), '{NT}'::text[], 'where the distribution price of a band is missing its slots have no row');
select is_empty($$ select from ems.fn_effective_price('nowhere', '2026-01-15 00:00Z', '2026-01-15 12:00Z', '2026-02-01 00:00Z') $$, 'a house that does not exist has no prices');
delete from ems.fx_rate;
update ems.site set currency = 'EUR' where site_id = 'home01';
select is((select distinct spot_per_kwh from ems.fn_effective_price('home01', '2026-01-15 00:00Z', '2026-01-15 00:30Z', '2026-01-14 18:00Z')), 0.080000, 'a house in the market''s currency needs no rate');
select is((select distinct fx_rate from ems.fn_effective_price('home01', '2026-01-15 00:00Z', '2026-01-15 00:30Z', '2026-01-14 18:00Z')), 1::numeric, 'its rate is 1');
select * from finish();
rollback;
