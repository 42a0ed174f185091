-- Days like the one that comes: weekday and weekend, holiday, recency, temperature; and quantiles that stay in order.
begin;
select plan(15);
select test.house();
-- five weeks: workdays 500 W with a peak of 2 kW at 18:00, weekends 1500 W
select test.past('home01', '2026-03-22 23:00Z', '2026-04-26 22:00Z', 'case when extract(isodow from local_at) >= 6 then 1500 when extract(hour from local_at) = 18 then 2000 else 500 end');
create function pg_temp.mean(p_local timestamp, p_at timestamptz default '2026-04-26 22:00Z') returns numeric language sql as $$
  select round(avg(mean_w)::numeric) from ems.fn_baseline_consumption('home01', p_local at time zone 'Europe/Prague', p_local at time zone 'Europe/Prague' + interval '15 min', p_at) $$;
select ok(pg_temp.mean('2026-04-28 10:30') between 450 and 700, 'a Tuesday is like workdays were');
select ok(pg_temp.mean('2026-05-02 10:30') between 1200 and 1600, 'a Saturday like weekends were');
select ok(pg_temp.mean('2026-05-01 10:30') between 1100 and 1600, 'the first of May, a Friday and a holiday, like weekends were');
select ok(pg_temp.mean('2026-04-28 18:30') > 1.8 * pg_temp.mean('2026-04-28 16:30'), 'the evening peak is at its local time');
select is_empty($$ select starts_at from ems.fn_baseline_consumption('home01', '2026-04-26 22:00Z', '2026-05-03 22:00Z', '2026-04-26 22:00Z') where not (p10_w <= p50_w and p50_w <= p90_w) $$, 'quantiles stay in order');

-- recency: the last three days at twice the level
update ems.audit_interval set load_wh = 2 * load_wh where starts_at >= '2026-04-21 22:00Z';
select ok(pg_temp.mean('2026-04-28 10:30') > 750, 'what the last days drew counts more than what was drawn weeks ago');
update ems.audit_interval set load_wh = load_wh / 2 where starts_at >= '2026-04-21 22:00Z';
-- knowledge: as of an earlier time the later days are not there
select is(pg_temp.mean('2026-04-20 10:30', '2026-04-12 22:00Z'), (select pg_temp.mean('2026-04-20 10:30', '2026-04-12 22:00Z') from (select set_config('test.x', '', true)) as x), 'asked twice the answer is the same');
create temporary table before as select * from ems.fn_baseline_consumption('home01', '2026-04-12 22:00Z', '2026-04-13 22:00Z', '2026-04-12 22:00Z');
update ems.audit_interval set load_wh = 9999 where ends_at > '2026-04-12 22:00Z';
select results_eq($$ select * from ems.fn_baseline_consumption('home01', '2026-04-12 22:00Z', '2026-04-13 22:00Z', '2026-04-12 22:00Z') $$, $$ select * from before $$, 'what was measured after p_at does not show');

-- temperature: warm and cold days of one kind
select test.house('home02');
select test.past('home02', '2026-01-11 23:00Z', '2026-02-08 23:00Z', 'case when extract(day from local_at)::int % 2 = 0 then 400 else 1600 end', p_outdoor_c => 'case when extract(day from local_at)::int % 2 = 0 then 12 else -8 end');
create function pg_temp.home02(p_temperature text) returns numeric language plpgsql as $$
begin
  delete from ems.forecast_run where site_id = 'home02';
  perform test.weather('home02', '2026-02-08 23:00Z', '2026-02-10 23:00Z', p_temperature => p_temperature, p_at => '2026-02-08 20:00Z');
  return (select round(avg(mean_w)::numeric) from ems.fn_baseline_consumption('home02', '2026-02-09 23:00Z', '2026-02-10 23:00Z', '2026-02-08 23:00Z'));
end
$$;
select ok(pg_temp.home02('-8') > 1.5 * pg_temp.home02('12'), 'a cold day is expected to be like cold days were, a warm one like warm ones');

-- random houses
create function pg_temp.wild(p_seed integer) returns setof timestamptz language plpgsql as $$
begin
  delete from ems.audit_interval where site_id = 'home02';
  perform setseed(p_seed / 100.0);
  perform test.past('home02', '2026-01-04 23:00Z', '2026-02-08 23:00Z', 'case when random() < 0.1 then 6000 * random() else 300 * (1 + sin(extract(epoch from starts_at) / 20000)) * random() + 50 end * case when starts_at > ''2026-02-04'' then 3 else 1 end');
  delete from ems.audit_interval where site_id = 'home02' and random() < 0.3;
  return query select b.starts_at from ems.fn_baseline_consumption('home02', '2026-02-08 23:00Z', '2026-02-10 23:00Z', '2026-02-08 23:00Z') as b
    where not (b.p10_w <= b.p50_w and b.p50_w <= b.p90_w and b.mean_w >= 0 and b.p10_w >= 0) or b.mean_w is null;
end
$$;
select is_empty('select pg_temp.wild(1)', 'property, seed 1: quantiles in order, nothing negative');
select is_empty('select pg_temp.wild(7)', 'property, seed 7: quantiles in order, nothing negative');
select is_empty('select pg_temp.wild(42)', 'property, seed 42: quantiles in order, nothing negative');
select ok((select count(*) filter (where load_wh * 4 between b.p10_w and b.p90_w)::float8 / count(*) from ems.fn_baseline_consumption('home02', '2026-02-07 23:00Z', '2026-02-08 23:00Z', '2026-02-07 23:00Z') as b join ems.audit_interval as a on a.site_id = 'home02' and a.starts_at = b.starts_at) between 0.5 and 1,
  'most of what then happened lay between the tenth and the ninetieth percentile');
select is(test.answers($$ select extract(epoch from starts_at), mean_w, p10_w, p50_w, p90_w, level, days from ems.fn_baseline_consumption('home02', '2026-02-08 23:00Z', '2026-02-09 23:00Z', '2026-02-08 23:00Z') $$), 1, 'the same bytes whatever zone the session thinks in');
select test.past('home01', '2026-10-01 22:00Z', '2026-11-04 23:00Z', 'extract(epoch from starts_at)::bigint % 1777');
select is(test.answers($$ select extract(epoch from starts_at), mean_w, p10_w, p50_w, p90_w, level, days from ems.fn_baseline_consumption('home01', '2026-11-05 05:00Z', '2026-11-05 09:00Z', '2026-11-05 05:00Z') $$), 1, 'nor when the clock changed within its five weeks');
select * from finish();
rollback;
