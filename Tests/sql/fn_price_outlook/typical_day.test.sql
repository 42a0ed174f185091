-- Where the auction has not spoken yet, a typical day stands in, and says so.
begin;
select plan(18);
select test.house();
select test.fx('2025-12-01', 25);
-- two weeks: workdays at 100, weekends at 40, evenings 20 more; the last Tuesday at 200
select test.price(d::date, case when d = '2026-01-13' then '200' when extract(isodow from d) >= 6 then '40 + case when n between 68 and 83 then 20 else 0 end' else '100 + case when n between 68 and 83 then 20 else 0 end' end)
from generate_series('2026-01-01'::timestamp, '2026-01-15', '1 day') as d;
create temporary table outlook as select o.*, o.starts_at at time zone 'Europe/Prague' as local_at from ems.fn_price_outlook('home01', '2026-01-14 23:00Z', '2026-01-18 23:00Z', '2026-01-15 10:00Z') as o;
select is((select count(*)::int from outlook), 384, 'four days are four times 96 slots');
select is((select count(*)::int from outlook where estimated), 288, 'the day the auction spoke of is known, three are estimates');
select is((select min(starts_at) from outlook where estimated), '2026-01-15 23:00Z'::timestamptz, 'beginning with local midnight');
select is_empty($$ select from outlook as o join ems.fn_effective_price('home01', '2026-01-14 23:00Z', '2026-01-15 23:00Z', '2026-01-15 10:00Z') as e on e.starts_at = o.starts_at where (o.buy_per_kwh, o.sell_per_kwh) is distinct from (e.buy_per_kwh, e.sell_per_kwh) $$,
  'what is known is told unchanged');
select is((select round(avg(sell_per_kwh), 4) from outlook where local_at >= '2026-01-17' and local_at < '2026-01-17 17:00'), 0.6500, 'Saturday is like weekends were: 40 × 25 / 1000 − 0.35');
select is((select round(avg(sell_per_kwh), 4) from outlook where local_at >= '2026-01-17 18:00' and local_at < '2026-01-17 20:00'), 1.1500, 'with its dearer evening');
select ok((select avg(sell_per_kwh) from outlook where local_at >= '2026-01-16' and local_at < '2026-01-16 05:00') between 2.15 + 0.001 and 4.65 - 1, 'Friday is like workdays were');
-- the odd Tuesday was two days before: weight 1/3 against the other workdays'; a plain mean would give it 1 of 10
select ok((select avg(sell_per_kwh) from outlook where local_at >= '2026-01-16' and local_at < '2026-01-16 05:00') > 2.15 + 2.5 / 10, 'recent days count more than those of last week');
select is_empty($$ select from outlook where buy_per_kwh is null or sell_per_kwh is null $$, 'no slot without a price');

select is((select count(*)::int from ems.fn_price_outlook('home01', '2026-01-14 23:00Z', '2026-01-15 23:00Z', '2026-01-13 10:00Z') where not estimated), 0, 'asked as of an earlier time, nothing of a later auction shows');
select is((select count(*)::int from ems.fn_price_outlook('home01', '2026-03-01 00:00Z', '2026-03-02 00:00Z', '2026-03-01 00:00Z')), 0, 'without any price in two weeks there is no typical day');

-- where the only day known has no 02:30, its neighbours lend theirs
select test.price('2026-03-29', 'n * 10');
create temporary table spring as select o.*, o.starts_at at time zone 'Europe/Prague' as local_at from ems.fn_price_outlook('home01', '2026-03-28 23:00Z', '2026-03-30 22:00Z', '2026-03-29 08:00Z') as o;
select is((select count(*)::int from spring), 92 + 96, 'after a day of 23 hours the next has all its slots');
select is((select sell_per_kwh from spring where local_at = '2026-03-30 02:00'), (select sell_per_kwh from spring where local_at = '2026-03-29 01:45'), 'the earlier half of the hour is like what was before it');
select is((select sell_per_kwh from spring where local_at = '2026-03-30 02:45'), (select sell_per_kwh from spring where local_at = '2026-03-29 03:00'), 'the later half like what came after');

-- seven days over each change of clock
select test.price(d::date, '100') from generate_series('2026-03-20'::timestamp, '2026-03-28', '1 day') as d;
select test.price(d::date, '100') from generate_series('2026-10-18'::timestamp, '2026-10-24', '1 day') as d;
select is((select count(*)::int from ems.fn_price_outlook('home01', '2026-03-27 23:00Z', '2026-04-03 22:00Z', '2026-03-28 08:00Z')), 668, 'seven days over the change in spring have 668 slots');
select is((select count(*)::int from ems.fn_price_outlook('home01', '2026-10-23 22:00Z', '2026-10-30 23:00Z', '2026-10-24 08:00Z')), 676, 'over that in autumn 676');

-- the edge of the two weeks lies on the other side of a change of clock
select test.price(d::date, format('n * %s', extract(day from d))) from generate_series('2026-03-20'::timestamp, '2026-04-08', '1 day') as d;
select is(test.answers($$ select extract(epoch from starts_at), buy_per_kwh, sell_per_kwh, estimated from ems.fn_price_outlook('home01', '2026-04-08 22:30Z', '2026-04-10 22:00Z', '2026-04-08 12:00Z') $$), 1, 'the same bytes whatever zone the session thinks in');
select test.house('home02');
delete from ems.supply_contract where site_id = 'home02';
select is((select count(*)::int from ems.fn_price_outlook('home02', '2026-01-14 23:00Z', '2026-01-15 23:00Z', '2026-01-15 10:00Z')), 0, 'a house without a contract has no prices to look out for');
select * from finish();
rollback;
