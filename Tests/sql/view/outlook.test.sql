-- What a page shows of tomorrow: prices, forecast, baseline, plan.
begin;
select plan(22);
select test.house();
create temporary table today as select (now() at time zone 'Europe/Prague')::date as day, date_bin('15 min', now(), 'epoch') as slot_at, (b).starts_at, (b).ends_at from (select ems.fn_day_bounds((now() at time zone 'Europe/Prague')::date, 'Europe/Prague') as b) as b;
select test.fx((select day from today) - 30, 25, now() - interval '700 hours'), test.price((select day from today) + d, '100 + n', now() - interval '1 hour') from generate_series(-2, 0) as d;
-- vw_site_effective_price
select is((select min(starts_at) from ems.vw_site_effective_price), (select (ems.fn_day_bounds(day - 1, 'Europe/Prague')).starts_at from today), 'prices from the start of yesterday');
select is((select max(ends_at) from ems.vw_site_effective_price), (select ends_at from today), 'to the end of today while tomorrow''s are not known');
select is((select distinct currency || ' ' || source from ems.vw_site_effective_price), 'CZK ote', 'in the house''s currency, with their source');
-- (the house pays what fn_effective_price says)
select results_eq($$ select starts_at, buy_per_kwh, sell_per_kwh from ems.vw_site_effective_price where starts_at >= (select starts_at from today) order by 1 $$, $$ select e.starts_at, e.buy_per_kwh, e.sell_per_kwh from today as t cross join ems.fn_effective_price('home01', t.starts_at, t.ends_at, now()) as e order by 1 $$, 'the figures of fn_effective_price');
-- vw_forecast, vw_baseline
select is((select array_agg(distinct basis) from ems.vw_forecast), '{none}'::text[], 'without a forecast there is none, and it says so');
select test.weather('home01', date_bin('1 hour', now(), 'epoch'), date_bin('1 hour', now(), 'epoch') + interval '60 hours', p_ghi => '300', p_temperature => '7', p_at => now() - interval '90 min', p_minutes => 60);
select is((select min(starts_at) from ems.vw_forecast), (select slot_at from today), 'the forecast from the running slot');
select cmp_ok((select count(*)::int from ems.vw_forecast), '>=', 192, 'for 48 hours');
select is((select array_agg(distinct temperature_c) from ems.vw_forecast where provider is not null), '{7}'::double precision[], 'with its temperature');
select is((select distinct age_s from ems.vw_forecast where provider is not null), 5400::double precision, 'and its age');
select is((select concat_ws(' ', count(*) >= 192, bool_or(mean_w is null), array_agg(distinct level)) from ems.vw_baseline), 't f {standard_profile}', 'a house that measured nothing yet has a baseline that says so');
-- vw_actual_baseline
select test.past('home01', '2026-01-01 00:00Z', '2026-01-01 01:00Z', '400', p_outdoor_c => '3');
update ems.audit_interval set load_wh = null where starts_at = '2026-01-01 00:30Z';
select is((select array_agg(round(load_w) || ' ' || round(load_wh) || ' ' || outdoor_c order by starts_at) from ems.vw_actual_baseline), '{"400 100 3","400 100 3","400 100 3"}'::text[], 'measured load; slots in which it is not known are left out');
select is((select count(*)::int from ems.vw_audit_interval), 4, 'the audit shows them');
select is((select distinct day || ' ' || currency from ems.vw_audit_interval), '2026-01-01 CZK', 'with day and currency');
-- vw_planning_run, vw_planning_interval, vw_plan
select test.plan('home01', (select slot_at from today) - interval '1 hour', '[{"n": 8, "battery_w": 3000, "grid_w": 3500}]', p_known_at => (select slot_at from today) - interval '1 hour');
select test.plan('home01', (select slot_at from today), '[{"n": 8, "battery_w": -2000, "grid_w": -1500}]', p_known_at => (select slot_at from today));
select test.plan('home01', (select slot_at from today), '[{"n": 8, "battery_w": 0, "grid_w": 500, "value": 9}]', p_known_at => (select slot_at from today) + interval '1 s');
update ems.planning_run set accepted = false where known_at = (select slot_at from today) + interval '1 s';
select is((select array_agg(current order by known_at) from ems.vw_planning_run), '{f,t,f}'::boolean[], 'the newest accepted plan is the one in force');
select is((select array_agg(distinct mode || ' ' || battery_w || ' ' || grid_w) from ems.vw_planning_interval), '{"charge 3000 3500","discharge -2000 -1500","hold 0 500"}'::text[], 'slots with one sign each and their way of working');
select is((select string_agg(mode, ' ' order by starts_at) from ems.vw_plan), 'charge charge charge charge discharge discharge discharge discharge discharge discharge discharge discharge', 'the plan as it was followed: the past from the plan then, the future from the plan now');
select is((select count(*)::int from ems.vw_plan group by starts_at order by 1 desc limit 1), 1, 'each slot once');
-- what a house cannot see of another
select test.house('home02', p_zone => 'Pacific/Kiritimati');
select is((select count(*)::int from ems.vw_plan where site_id = 'home02'), 0, 'another house has no plan');
select is((select count(distinct site_id)::int from ems.vw_baseline), 2, 'but a baseline');
select is((select count(*)::int from ems.vw_audit_summary where site_id = 'home02'), 0, 'and no audit');
select is((select min(starts_at) at time zone 'Pacific/Kiritimati' from ems.vw_site_effective_price where site_id = 'home02')::time, time '00:00', 'and prices from its own midnight') ;
select is(test.answers($$ select count(*), sum(buy_per_kwh), min(extract(epoch from starts_at)) from ems.vw_site_effective_price $$), 1, 'whatever zone the session lives in');
select * from finish();
rollback;
