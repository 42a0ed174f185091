-- Late data gives the very rows that timely data gives, and doing it twice changes nothing.
begin;
select plan(8);
select test.house();
select test.house('home02');
create temporary table sample as
select '2026-03-28 22:00Z'::timestamptz + n * interval '17 s' as at, (n * 7919 % 4001 - 2000)::double precision as grid_w, case when n % 13 = 0 then null else (100 + n * 31 % 151)::double precision end as voltage,
  case when n % 97 = 0 then 1e9 else (n * 17 % 900)::double precision end as l1
from generate_series(0, 900) as n where n not between 300 and 380;

-- timely: home01 takes every value as it comes and aggregates every seven minutes
create function pg_temp.send(p_site text, p_rows text, p_at timestamptz) returns void language plpgsql as $$
begin
  execute format($q$ select ems.fn_ingest_telemetry(%L, 'meter_grid', '{grid_power_w,grid_l1_voltage_v,grid_l1_power_w}', array_agg(at order by at),
    (select array_agg(v order by at, k) from (select at, k, v from sample cross join lateral (values (1, grid_w), (2, voltage), (3, l1)) as x (k, v) where %s) as u), %L) from sample where %s $q$, p_site, p_rows, p_at, p_rows);
end
$$;
select pg_temp.send('home01', format('at >= %L and at < %L', t, t + interval '7 min'), t + interval '7 min'), ems.fn_aggregate_telemetry('home01', t + interval '7 min')
from generate_series('2026-03-28 22:00Z'::timestamptz, '2026-03-29 02:40Z', interval '7 min') as t where exists (select from sample where at >= t and at < t + interval '7 min');
select ems.fn_aggregate_telemetry('home01', '2026-03-29 04:00Z');
-- late: home02 gets a third of it at once, aggregates, and gets the rest hours later, backwards
select pg_temp.send('home02', 'extract(epoch from at)::bigint % 3 = 0', '2026-03-29 03:00Z');
select ems.fn_aggregate_telemetry('home02', '2026-03-29 03:00Z');
select pg_temp.send('home02', format('at >= %L and at < %L and extract(epoch from at)::bigint %% 3 <> 0', t, t + interval '1 h'), '2026-03-29 03:30Z'), ems.fn_aggregate_telemetry('home02', '2026-03-29 03:30Z')
from generate_series('2026-03-29 02:00Z'::timestamptz, '2026-03-28 22:00Z', interval '-1 h') as t;
select ems.fn_aggregate_telemetry('home02', '2026-03-29 04:00Z');

create function pg_temp.rows(p_site text) returns table (metric_id smallint, level smallint, starts_at timestamptz, mean numeric, lowest double precision, highest double precision, last double precision, samples integer, covered_s numeric)
language sql as $$ select metric_id, level, starts_at, round(mean::numeric, 6), lowest, highest, last, samples, round(covered_s::numeric, 3) from ems.telemetry_aggregate where site_id = p_site $$;
select ok((select count(*) from pg_temp.rows('home01')) > 700, 'there are minutes, quarters, hours and days to compare');
select results_eq($$ select * from pg_temp.rows('home02') where level = 1 order by 1, 2, 3 $$, $$ select * from pg_temp.rows('home01') where level = 1 order by 1, 2, 3 $$, 'minutes are the same');
select results_eq($$ select * from pg_temp.rows('home02') where level = 15 order by 1, 2, 3 $$, $$ select * from pg_temp.rows('home01') where level = 15 order by 1, 2, 3 $$, 'quarter-hours are the same');
select results_eq($$ select * from pg_temp.rows('home02') where level = 60 order by 1, 2, 3 $$, $$ select * from pg_temp.rows('home01') where level = 60 order by 1, 2, 3 $$, 'hours are the same');
select results_eq($$ select * from pg_temp.rows('home02') where level = 1440 order by 1, 2, 3 $$, $$ select * from pg_temp.rows('home01') where level = 1440 order by 1, 2, 3 $$, 'local days are the same');

create temporary table before as select * from pg_temp.rows('home01');
update ems.aggregator_state set watermark_at = '2026-03-28 22:00Z' where site_id = 'home01';
select ems.fn_aggregate_telemetry('home01', '2026-03-29 04:00Z');
select set_eq($$ select * from pg_temp.rows('home01') $$, $$ select * from before $$, 'aggregating again gives the same rows');

-- long absences are worked off in pieces
select test.frame('home02', 'inverter', '{"battery_soc_pct": 10}', '2026-03-20 00:00Z', '2026-03-29 04:00Z');
select is((select a.behind from ems.fn_aggregate_telemetry('home02', '2026-03-20 10:00Z') as a), interval '4 hours', 'one call does six hours and says how far behind it is');
select is((select a.behind from ems.fn_aggregate_telemetry('home02', '2026-03-20 10:00Z') as a), interval '0', 'the next one does the rest');
select * from finish();
rollback;
