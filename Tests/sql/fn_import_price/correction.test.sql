-- Prices are bitemporal: a correction ends what was believed and never erases it.
begin;
select plan(15);
select is((select format('%s %s', status, changed) from test.price('2026-01-15', '100', '2026-01-14 13:00Z')), 'accepted 96', 'first news');
select is((select format('%s %s', status, changed) from test.price('2026-01-15', '100', '2026-01-14 13:10Z')), 'unchanged 0', 'the same document again says nothing new');
select is((select count(*)::int from ems.price_document), 1, 'and is no second document');
select is((select format('%s %s', status, changed) from test.price('2026-01-15', 'case when n in (10, 11) then 90 else 100 end', '2026-01-14 15:00Z')), 'accepted 2', 'a correction of two products changes two');
select is((select count(*)::int from ems.market_interval_price), 98, 'the old two are still there');
select is((select array_agg(format('%s %s %s', price_per_mwh::int, known_at at time zone 'UTC', nullif(superseded_at, 'infinity') at time zone 'UTC') order by known_at) from ems.market_interval_price where starts_at = '2026-01-15 01:30Z'),
  '{"100 2026-01-14 13:00:00 2026-01-14 15:00:00","90 2026-01-14 15:00:00 "}'::text[], 'known until the correction, and from then on');
create function pg_temp.believed(p_at timestamptz) returns text language sql as $$
  select format('%s %s', count(*), sum(price_per_mwh)::int) from ems.market_interval_price where market_code = 'CZ' and known_at <= p_at and superseded_at > p_at $$;
select is(pg_temp.believed('2026-01-14 12:59Z'), '0 ', 'before the first news nothing was known');
select is(pg_temp.believed('2026-01-14 14:00Z'), '96 9600', 'between them the first version');
select is(pg_temp.believed('2026-01-14 15:00Z'), '96 9580', 'from the correction on the second');
select is((select format('%s %s', status, changed) from test.price('2026-01-15', '100', '2026-01-14 16:00Z')), 'accepted 2', 'and back again');
select is(pg_temp.believed('2026-01-14 17:00Z'), '96 9600', 'the third version is the first one''s prices');
select is_empty($$ select from generate_series('2026-01-14 12:00Z'::timestamptz, '2026-01-14 18:00Z', interval '5 min') as t cross join lateral (select count(*) - count(distinct starts_at) as doubled from ems.market_interval_price where known_at <= t and superseded_at > t) as d where d.doubled > 0 $$,
  'property: at no time two prices are believed of one instant');
select is((select format('%s %s', status, changed) from test.price('2026-01-15', '101', '2026-01-14 12:00Z')), 'accepted 96', 'a clock that runs backwards between two imports does no harm');
select is((select count(*)::int from ems.market_interval_price where superseded_at = 'infinity'), 96, 'one price each is believed in the end');
select is((select status from test.price('2026-01-15', '102', '2026-01-14 18:00Z', p_leave_out => 3)), 'quarantined', 'an odd correction corrects nothing');
select * from finish();
rollback;
