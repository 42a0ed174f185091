-- Changing the length of slots keeps energy and mean price.
begin;
select plan(7);
select test.house();
select test.house('home02');
update ems.site set slot_minutes = 60 where site_id = 'home02';
select test.fx('2025-01-01', 25);
select test.price('2025-09-30', 'n * 3 - 20', p_minutes => 60);
select test.price(d, 'n * n % 170 - 20') from unnest('{2026-01-15,2026-03-29,2026-10-25}'::date[]) as d;
create function pg_temp.day(p_site text, p_day date) returns setof record language sql as $$
  select e.starts_at, e.ends_at, e.spot_per_kwh from ems.fn_day_bounds(p_day, 'Europe/Prague') as b cross join lateral ems.fn_effective_price(p_site, b.starts_at, b.ends_at, '2027-01-01 00:00Z') as e $$;
select is((select count(*)::int from pg_temp.day('home01', '2025-09-30') as d (s timestamptz, e timestamptz, p numeric)), 96, 'hourly prices fill quarter-hours');
select is_empty($$ select from pg_temp.day('home01', '2025-09-30') as d (s timestamptz, e timestamptz, p numeric) join ems.market_interval_price as m on m.starts_at <= d.s and m.ends_at >= d.e where d.p <> m.price_per_mwh * 25 / 1000 $$, 'each quarter-hour at its hour''s price');
select is((select count(*)::int from pg_temp.day('home02', '2026-03-29') as d (s timestamptz, e timestamptz, p numeric)), 23, 'quarter-hours join into the 23 hours of spring');
select is((select count(*)::int from pg_temp.day('home02', '2026-10-25') as d (s timestamptz, e timestamptz, p numeric)), 25, 'and the 25 of autumn');
select is_empty($$ select from unnest('{2026-01-15,2026-03-29,2026-10-25}'::date[]) as x (day)
  where (select round(avg(p), 5) from pg_temp.day('home01', x.day) as d (s timestamptz, e timestamptz, p numeric)) <> (select round(avg(p), 5) from pg_temp.day('home02', x.day) as d (s timestamptz, e timestamptz, p numeric)) $$,
  'the mean price of a day is the same in both');
select is_empty($$ select h.s from pg_temp.day('home02', '2026-10-25') as h (s timestamptz, e timestamptz, p numeric)
  where abs(h.p - (select avg(q.p) from pg_temp.day('home01', '2026-10-25') as q (s timestamptz, e timestamptz, p numeric) where q.s >= h.s and q.e <= h.e)) > 0.000001 $$, 'an hour''s price is the mean of its four quarter-hours');
select is_empty($$ select h.s from pg_temp.day('home02', '2025-09-30') as h (s timestamptz, e timestamptz, p numeric) join ems.market_interval_price as m on m.starts_at = h.s where h.p <> m.price_per_mwh * 25 / 1000 $$, 'hours to hours change nothing');
select * from finish();
rollback;
