-- Days as people see them: energies, money, savings; they add up to the month.
begin;
select plan(15);
select test.house();
create function pg_temp.slot(p_at timestamptz, p_cost numeric default null, p_none numeric default null, p_self numeric default null, p_import double precision default 100, p_load double precision default 200, p_pv double precision default 100, p_export double precision default 0, p_covered real default 1)
returns void language sql volatile as $$
  insert into ems.audit_interval (site_id, starts_at, ends_at, covered, cost, no_battery_cost, self_consumption_cost, import_wh, export_wh, load_wh, pv_wh, filled_at)
  values ('home01', p_at, p_at + interval '15 min', p_covered, p_cost, p_none, p_self, p_import, p_export, p_load, p_pv, p_at + interval '15 min') $$;
-- 31 days of a cost that ends in …49 and is rounded down in each
select pg_temp.slot(t, 0.000516, 0.000516 + 0.000104) from generate_series(timestamptz '2026-01-01 00:00Z' - interval '1 hour', timestamptz '2026-01-31 22:45Z', '15 min') as t;
select is((select count(*)::int from ems.vw_audit_summary), 31, 'a row for each local day');
select is((select array_agg(distinct slots) from ems.vw_audit_summary), '{96}'::int[], 'of 96 quarter-hours');
select cmp_ok(abs((select sum(cost) from ems.vw_audit_summary) - (select sum(cost) from ems.audit_interval)), '<', 0.01, 'the days add up to the month within a hundredth');
select cmp_ok(abs((select sum(saved_against_no_battery) from ems.vw_audit_summary) - (select sum(no_battery_cost - cost) from ems.audit_interval)), '<', 0.01, 'so do the savings');
select is((select self_sufficiency_pct || ' ' || own_use_pct from ems.vw_audit_summary limit 1), '50.0 100.0', 'half of the consumption was not imported, all of the sun was used');
delete from ems.audit_interval;
-- both changes of the clock
select pg_temp.slot(t) from generate_series(timestamptz '2026-03-28 23:00Z', timestamptz '2026-03-29 21:45Z', '15 min') as t;
select pg_temp.slot(t) from generate_series(timestamptz '2026-10-24 22:00Z', timestamptz '2026-10-25 22:45Z', '15 min') as t;
select results_eq($$ select day, slots, round(import_wh::numeric) from ems.vw_audit_summary order by day $$, $$ values (date '2026-03-29', 92, 9200::numeric), ('2026-10-25', 100, 10000) $$, 'days of 92 and 100 quarter-hours are whole days');
select is(test.answers($$ select day::text, slots from ems.vw_audit_summary order by day $$), 1, 'in every session''s zone');
delete from ems.audit_interval;
-- gaps
select pg_temp.slot('2026-01-15 10:00Z', 1, 3, 2), pg_temp.slot('2026-01-15 10:15Z', 1, null, 4), pg_temp.slot('2026-01-15 10:30Z', null, 7, null), pg_temp.slot('2026-01-15 10:45Z', 5, null, null);
select is((select concat_ws(' ', cost, no_battery_cost, self_consumption_cost) from ems.vw_audit_summary), '7.0000 10.0000 6.0000', 'sums of what is known');
select is((select saved_against_no_battery from ems.vw_audit_summary), 2.0000, 'savings compare slots of which both are known: 3 − 1, not 10 − 7');
select is((select saved_against_self_consumption from ems.vw_audit_summary), 4.0000, 'and 2 − 1 and 4 − 1');
delete from ems.audit_interval;
select pg_temp.slot('2026-01-15 10:00Z', p_import => 100, p_load => 200, p_pv => 400, p_export => 100), pg_temp.slot('2026-01-15 10:15Z', p_import => 500, p_load => null, p_pv => null, p_export => 500, p_covered => 0.5);
select is((select self_sufficiency_pct || ' ' || own_use_pct from ems.vw_audit_summary), '50.0 75.0', 'shares rest on slots of which both parts are known');
select is((select covered from ems.vw_audit_summary), 0.75::real, 'and the day says how much of it was measured');
select is((select concat_ws(' ', cost, saved_against_no_battery, ev_wh) from ems.vw_audit_summary), '', 'a day of which no money is known has none');
update ems.audit_interval set pv_wh = 0, load_wh = 0;
select is((select concat_ws(' ', self_sufficiency_pct, own_use_pct) from ems.vw_audit_summary), '', 'a share of nothing is not known');
select test.house('home02', p_zone => 'America/New_York');
insert into ems.audit_interval (site_id, starts_at, ends_at, covered, filled_at) values ('home02', '2026-01-15 04:45Z', '2026-01-15 05:00Z', 1, '2026-01-15 05:00Z'), ('home02', '2026-01-15 05:00Z', '2026-01-15 05:15Z', 1, '2026-01-15 05:15Z');
select is((select array_agg(day order by day) from ems.vw_audit_summary where site_id = 'home02'), '{2026-01-14,2026-01-15}'::date[], 'each house has its own midnight');
select * from finish();
rollback;
