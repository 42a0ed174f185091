-- A local day is 23, 24 or 25 hours long and starts at its own midnight.
begin;
select plan(6);
select is((select format('%s %s', starts_at at time zone 'UTC', ends_at - starts_at) from ems.fn_day_bounds('2026-03-29', 'Europe/Prague')), '2026-03-28 23:00:00 23:00:00', 'spring in Prague');
select is((select format('%s %s', starts_at at time zone 'UTC', ends_at - starts_at) from ems.fn_day_bounds('2026-10-25', 'Europe/Prague')), '2026-10-24 22:00:00 1 day 01:00:00', 'autumn in Prague');
select is((select format('%s %s', starts_at at time zone 'UTC', ends_at - starts_at) from ems.fn_day_bounds('2026-10-25', 'Pacific/Kiritimati')), '2026-10-24 10:00:00 1 day', 'the other end of the world has no summer time');
select is_empty($$ select d from generate_series(0, 730) as n cross join lateral (select date '2026-01-01' + n as d) as x cross join lateral ems.fn_day_bounds(d, 'Europe/Prague') as b cross join lateral ems.fn_day_bounds(d + 1, 'Europe/Prague') as next
  where b.ends_at <> next.starts_at or (b.starts_at at time zone 'Europe/Prague')::time <> '00:00' $$, 'property: two years of days follow each other without gap or overlap');
select is(test.answers($$ select extract(epoch from starts_at), extract(epoch from ends_at) from ems.fn_day_bounds('2026-03-29', 'Europe/Prague') $$), 1, 'whatever zone the session thinks in');
select is((select starts_at from ems.fn_day_bounds(null, 'Europe/Prague')), null, 'no day, no bounds');
select * from finish();
rollback;
