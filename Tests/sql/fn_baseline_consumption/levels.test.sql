-- Expected load falls back level by level, says so, and is never NULL.
begin;
select plan(20);
create function pg_temp.house() returns void language sql as $$ delete from ems.site; select test.house(); $$;
create function pg_temp.level() returns text language sql as $$ select string_agg(distinct level, ',') from ems.fn_baseline_consumption('home01', '2026-02-09 23:00Z', '2026-02-10 23:00Z', '2026-02-09 20:00Z') $$;
select pg_temp.house();
select is(pg_temp.level(), 'standard_profile', 'a house nobody has measured: the standard household');
select is((select round(avg(mean_w)::numeric, 1) from ems.fn_baseline_consumption('home01', '2026-02-09 23:00Z', '2026-02-10 23:00Z', '2026-02-09 20:00Z')), (select round(avg(400 * factor)::numeric, 1) from ems.load_profile where not weekend), '400 W in the mean of its workday''s shape');
select is((select mean_w from ems.fn_baseline_consumption('home01', '2026-02-10 18:00Z', '2026-02-10 18:15Z', '2026-02-09 20:00Z')), 660::double precision, 'at 19:00 local on a Tuesday 1.65 of it');
select is((select mean_w from ems.fn_baseline_consumption('home01', '2026-02-14 18:00Z', '2026-02-14 18:15Z', '2026-02-09 20:00Z')), 600::double precision, 'on a Saturday 1.50');
select is((select mean_w from ems.fn_baseline_consumption('home01', '2026-12-25 18:00Z', '2026-12-25 18:15Z', '2026-12-20 20:00Z')), 600::double precision, 'on Christmas Day, a Friday, as on a weekend');
select is((select max(days) from ems.fn_baseline_consumption('home01', '2026-02-10 18:00Z', '2026-02-10 18:15Z', '2026-02-09 20:00Z')), 0, 'learned from no day');

select test.past('home01', '2026-01-10 23:00Z', '2026-01-20 23:00Z', '900');
select is(pg_temp.level(), 'scaled_profile', 'measured three weeks ago and not since: the shape at the measured mean');
select is((select round(avg(mean_w)::numeric, 1) from ems.fn_baseline_consumption('home01', '2026-02-09 23:00Z', '2026-02-10 23:00Z', '2026-02-09 20:00Z')), (select round(avg(900 * factor)::numeric, 1) from ems.load_profile where not weekend), 'of 900 W');

select pg_temp.house();
select test.past('home01', '2026-02-06 23:00Z', '2026-02-09 20:00Z', '700');
select is(pg_temp.level(), 'few_days', 'three days measured');
select is((select format('%s %s %s %s', round(mean_w), round(p10_w), round(p50_w), round(p90_w)) from ems.fn_baseline_consumption('home01', '2026-02-10 06:00Z', '2026-02-10 06:15Z', '2026-02-09 20:00Z')), '700 700 700 700', 'a house that always draws 700 W is expected to');
select test.past('home01', '2026-01-25 23:00Z', '2026-02-06 23:00Z', '700');
select is(pg_temp.level(), 'similar_days', 'two weeks measured');
update ems.audit_interval set load_wh = null where extract(minute from starts_at) in (0, 15) and extract(epoch from starts_at)::bigint % 7 < 5;
select is(pg_temp.level(), 'few_days', 'less than 70 % of them measured is few');
select ok((select min(days) from ems.fn_baseline_consumption('home01', '2026-02-10 06:00Z', '2026-02-10 06:15Z', '2026-02-09 20:00Z')) between 14 and 16, 'days are counted');

select pg_temp.house();
select test.past('home01', '2026-01-25 23:00Z', '2026-02-09 20:00Z', '700', p_covered => 0.6);
select is(pg_temp.level(), 'standard_profile', 'slots known to less than 70 % teach nothing');
update ems.audit_interval set covered = 1, curtailed = true;
select is(pg_temp.level(), 'standard_profile', 'nor do slots in which PV was held back');
update ems.audit_interval set curtailed = false;
select is(pg_temp.level(), 'similar_days', 'the same slots, well measured, do');
select is_empty($$ select h.* from unnest('{2026-01-26 06:00Z,2026-02-05 06:00Z,2026-02-20 06:00Z,2026-03-30 06:00Z}'::timestamptz[]) as t cross join lateral ems.fn_baseline_consumption('home01', t, t + interval '48 hours', t) as h
  where h.mean_w is null or h.p10_w is null or h.p50_w is null or h.p90_w is null or h.level is null $$, 'property: whatever is known, never NULL');
select is((select count(*)::int from ems.fn_baseline_consumption('home01', '2026-03-28 23:00Z', '2026-03-29 22:00Z', '2026-03-28 12:00Z')), 92, 'the spring day has 92 slots');
select is((select count(*)::int from ems.fn_baseline_consumption('home01', '2026-10-24 22:00Z', '2026-10-25 23:00Z', '2026-10-24 12:00Z')), 100, 'the autumn day 100');
select test.house('home02');
select is((select distinct level from ems.fn_baseline_consumption('home02', '2026-02-09 23:00Z', '2026-02-10 23:00Z', '2026-02-09 20:00Z')), 'standard_profile', 'another house has not learned from this one');
select * from finish();
rollback;
