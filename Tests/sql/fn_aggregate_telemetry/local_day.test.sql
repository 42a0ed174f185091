-- The day is the house's own: 23, 24 or 25 hours.
begin;
select plan(8);
select test.house();
select test.house('home02', p_zone => 'Pacific/Kiritimati');
create function pg_temp.fill(p_from timestamptz, p_to timestamptz) returns void language plpgsql as $$
declare
  v_site text;
begin
  foreach v_site in array '{home01,home02}'::text[] loop
    perform ems.fn_ingest_telemetry(v_site, 'inverter', '{battery_soc_pct}', array(select t from generate_series(p_from, p_to, interval '5 min') as t),
      array(select extract(epoch from t - p_from) / 3600 from generate_series(p_from, p_to, interval '5 min') as t)::double precision[], p_to);
    loop
      exit when (select a.behind from ems.fn_aggregate_telemetry(v_site, p_to) as a) = interval '0';
    end loop;
  end loop;
end
$$;
select pg_temp.fill('2026-03-28 21:00Z', '2026-03-30 01:00Z');
select is((select covered_s::int from ems.telemetry_aggregate_1d where site_id = 'home01' and starts_at = '2026-03-28 23:00Z'), 82800, 'the day the clocks go forward has 23 hours');
select is((select array_agg(starts_at order by starts_at) from ems.telemetry_aggregate_1d where site_id = 'home01'), '{2026-03-27 23:00Z,2026-03-28 23:00Z,2026-03-29 22:00Z}'::timestamptz[], 'local days start at local midnight on both sides of the change');
select is((select samples from ems.telemetry_aggregate_1d where site_id = 'home01' and starts_at = '2026-03-28 23:00Z'), 276, 'with a value every five minutes it has 276');
-- soc grows by 1 every hour from 21:00Z and holds for five minutes: mean over [23:00Z, 22:00Z) is 2 + 23/2 − 5/120
select is((select round(mean::numeric, 4) from ems.telemetry_aggregate_1d where site_id = 'home01' and starts_at = '2026-03-28 23:00Z'), round(2 + 11.5 - 2.5 / 60, 4), 'its mean is that of its 23 hours');
select is((select array_agg(starts_at order by starts_at) from ems.telemetry_aggregate_1d where site_id = 'home02'), '{2026-03-28 10:00Z,2026-03-29 10:00Z}'::timestamptz[], 'the house at the other end of the world has days of its own');
select is((select covered_s::int from ems.telemetry_aggregate_1d where site_id = 'home02' and starts_at = '2026-03-29 10:00Z'), 54000, 'of its second day 15 hours are known');
select pg_temp.fill('2026-10-24 21:00Z', '2026-10-26 01:00Z');
select is((select covered_s::int from ems.telemetry_aggregate_1d where site_id = 'home01' and starts_at = '2026-10-24 22:00Z'), 90000, 'the day the clocks go back has 25 hours');
select is_empty($$
  select from ems.telemetry_aggregate_1d as d
  where d.covered_s <> (select sum(q.covered_s) from ems.telemetry_aggregate_15m as q join ems.site as s on s.site_id = q.site_id
    where q.site_id = d.site_id and q.device_id = d.device_id and q.metric_id = d.metric_id and (q.starts_at at time zone s.time_zone)::date = (d.starts_at at time zone s.time_zone)::date) $$,
  'every day is the sum of its quarter-hours');
select * from finish();
rollback;
