-- A document that is exactly one local day of the market's products is taken.
begin;
select plan(16);
select is((select format('%s %s', status, changed) from test.price('2026-01-15')), 'accepted 96', 'an ordinary day has 96 products');
select is((select format('%s %s', status, changed) from test.price('2026-03-29')), 'accepted 92', 'the day the clocks go forward has 92');
select is((select format('%s %s', status, changed) from test.price('2026-10-25')), 'accepted 100', 'the day they go back has 100');
select is((select format('%s %s', status, changed) from test.price('2025-09-30', p_minutes => 60)), 'accepted 24', 'before October 2025 products were hours');
select is((select format('%s %s', status, changed) from test.price('2025-03-30', p_minutes => 60)), 'accepted 23', '23 of them in spring');
select is((select format('%s %s', status, changed) from test.price('2025-10-26', p_minutes => 15)), 'accepted 100', 'the first long day of quarter-hours');
select is_empty($$
  select d from unnest('{2026-01-15,2026-03-29,2026-10-25,2025-09-30,2025-03-30}'::date[]) as d cross join lateral ems.fn_day_bounds(d, 'Europe/Prague') as b
  where b.ends_at - b.starts_at is distinct from (select sum(p.ends_at - p.starts_at) from ems.market_interval_price as p where p.market_code = 'CZ' and p.starts_at >= b.starts_at and p.ends_at <= b.ends_at) $$,
  'each day is covered from local midnight to local midnight, without gap or overlap');
select is((select array_agg(starts_at at time zone 'UTC' order by starts_at) from ems.market_interval_price where starts_at >= '2026-03-29 00:45Z' and starts_at <= '2026-03-29 01:15Z'), '{2026-03-29 00:45,2026-03-29 01:00,2026-03-29 01:15}'::timestamp[],
  'products go on through the hour that the clock skips');

select is((select format('%s %s', status, changed) from test.price('2026-01-16', '-500')), 'accepted 96', 'negative prices are prices');
select is((select status from test.price('2026-01-17', 'case n when 0 then -600 when 1 then 5000 else 0 end')), 'accepted', 'so are zero and both ends of the market''s range');
select is((select price_per_mwh from ems.market_interval_price where starts_at = '2026-01-16 23:15Z'), 5000.00000, 'and are stored as they came');

-- the document itself
select is((select format('%s %s %s', source, slots, length(body) > 100) from ems.price_document where delivery_day = '2026-01-15'), 'ote 96 t', 'the document is kept, with what was found in it');
select is((select count(distinct document_id)::int from ems.market_interval_price where starts_at >= '2026-01-14 23:00Z' and starts_at < '2026-01-15 23:00Z'), 1, 'each price names its document');

-- markets are for themselves
select is((select format('%s %s', status, changed) from test.price('2026-01-15', '55', p_source => 'energy-charts', p_market => 'DE-LU')), 'accepted 96', 'another market has prices of its own');
select is((select array_agg(distinct price_per_mwh) from ems.market_interval_price where market_code = 'CZ' and starts_at = '2026-01-15 10:00Z'), '{100}'::numeric[], 'which change nothing here');
select is(test.refusal($$ select test.price('2026-01-15', p_source => 'nordpool') $$), 'SA422 price_source_chain', 'a source that is not in the market''s chain is refused');
select * from finish();
rollback;
