-- A plan is stored with everything it rests on, and replaces the one before it only when it is worth it.
begin;
select plan(41);
select test.house();
select test.house('home02');
-- (a heat pump's plan takes longest, and says nothing of verdicts)
delete from ems.heat_pump;
select throws_ok($$ select ems.fn_create_planning_run('home01', 'weekly', '2026-01-15 12:00Z', 'test') $$, 'SA400', null, 'an unknown type is refused');
select throws_ok($$ select ems.fn_create_planning_run('nowhere', 'daily', '2026-01-15 12:00Z', 'test') $$, 'SA404', null, 'an unknown house too');
select throws_ok($$ select ems.fn_create_planning_run('home01', null, '2026-01-15 12:00Z', 'test') $$, 'SA400', null, 'no type is no type');

-- no prices
create temporary table refused as select ems.fn_create_planning_run('home01', 'daily', '2026-01-15 12:00Z', 'test') as id;
select is((select format('%s %s %s', status, accepted, cost is null) from ems.planning_run), 'refused f t', 'without prices the run is refused');
select isnt((select verdict from ems.planning_run), null, 'and kept, with the reason');
select is(test.alerts('home01', 'plan_refused'), 1, 'somebody is told');
select is_empty($$ select from ems.planning_interval $$, 'nothing is planned');
select ems.fn_create_planning_run('home01', 'rolling', '2026-01-15 12:01Z', 'test');
select is((select format('%s %s', count(*), max(occurrences)) from ems.alert where code = 'plan_refused'), '1 2', 'once: the second time it counts up');
select is((select count(*)::int from ems.fn_replay_planning_run('home01', (select id from refused))), 0, 'a refused run has nothing to replay');

select test.market('2026-01-15', 'case when n < 24 then 40 when n between 68 and 83 then 250 else 120 end');
select test.weather('home01', '2026-01-15 00:00Z', '2026-01-17 23:00Z', '100', '0', '100', '5', '2026-01-15 08:00Z');
select test.frame('home01', 'inverter', '{"battery_soc_pct": 55}', '2026-01-15 12:00Z');
create temporary table first as select ems.fn_create_planning_run('home01', 'daily', '2026-01-15 12:02Z', 'jana') as id;
create temporary view run as select r.* from ems.planning_run as r, first where planning_run_id = first.id;
create temporary view slot as select i.* from ems.planning_interval as i, first where planning_run_id = first.id;
select is((select format('%s %s %s', type, accepted, author) from run), 'daily t jana', 'the first plan is accepted');
select is(test.alerts('home01', 'plan_refused'), 0, 'and ends the alert');
select is((select format('%s %s', horizon_from at time zone 'UTC', horizon_to at time zone 'UTC') from run), '2026-01-15 12:00:00 2026-01-16 23:00:00', 'from the running slot to the end of tomorrow');
select is((select format('%s %s %s', count(*), min(starts_at) at time zone 'UTC', max(ends_at) at time zone 'UTC') from slot), '140 2026-01-15 12:00:00 2026-01-16 23:00:00', 'every slot is stored');
select is_empty($$ select from (select starts_at, lag(ends_at) over (order by starts_at) as before from slot) as s where before <> starts_at $$, 'without gap or overlap');
select is_empty($$ select starts_at from slot where abs(grid_import_w - grid_export_w - (load_w - (pv_w - curtailed_w) + battery_charge_w - battery_discharge_w + ev_w + heat_pump_w)) > 2 $$, 'in every slot the power balances');
select is_empty($$ select starts_at from slot where grid_import_w * grid_export_w > 0 or battery_charge_w * battery_discharge_w > 0 $$, 'never import and export, never charge and discharge');
select is_empty($$ select from (select starts_at, soc_wh - coalesce(lag(soc_wh) over (order by starts_at), 8250) as d, battery_charge_w * 0.96 / 4 - battery_discharge_w / 0.96 / 4 as c from slot) as s where abs(d - c) > 1.5 $$, 'what is stored follows what goes in and out');
select is_empty($$ select starts_at from slot where soc_pct not between 9.9 and 100.1 or abs(soc_wh / 150 - soc_pct) > 0.01 $$, 'within the battery''s band, in Wh and in percent');
select is_empty($$ select s.starts_at from slot as s join ems.fn_effective_price('home01', '2026-01-15 12:00Z', '2026-01-16 23:00Z', '2026-01-15 12:02Z') as e on e.starts_at = s.starts_at where abs(s.buy_per_kwh - e.buy_per_kwh) > 1e-9 or abs(s.sell_per_kwh - e.sell_per_kwh) > 1e-9 $$, 'each slot has its price');
select is_empty($$ select starts_at from slot where reason is null or reason = '' $$, 'and its reason');
select ok((select cost >= lower_bound - 1e-6 and self_consumption_cost is not null and md5(problem::text) is not null from run), 'the cost is told beside a bound that nothing undercuts and what plain self-consumption would cost');
select is((select count(*)::int from ems.planning_run where site_id = 'home02'), 0, 'the other house has no plan');

-- the same again
select test.frame('home01', 'inverter', '{"battery_soc_pct": 55}', '2026-01-15 12:02:30Z');
create temporary table second as select ems.fn_create_planning_run('home01', 'rolling', '2026-01-15 12:03Z', 'test') as id;
create temporary view again as select r.* from ems.planning_run as r, second where planning_run_id = second.id;
select is((select format('%s %s', accepted, incumbent_run_id = (select id from first)) from again), 'f t', 'unchanged inputs: the plan in force stays');
select ok((select incumbent_cost is not null and cost is not null from again), 'both costs are stored');
select is((select result_md5 from again), (select result_md5 from run), 'the solver''s answer is the same to the byte');
select is((select count(*)::int from ems.planning_interval as i, second where i.planning_run_id = second.id), 0, 'slots of a plan that is not accepted are not stored');
select is((select planning_run_id from ems.fn_plan_interval('home01', '2026-01-15 13:00Z')), (select id from first), 'the first one is in force');

-- a bad plan in force
select test.plan('home01', '2026-01-15 12:00Z', '[{"n": 140, "battery_w": -8000, "grid_w": -7000}]', '2026-01-15 12:04Z', '{"battery": {}, "heat_pump": {}}');
select test.frame('home01', 'inverter', '{"battery_soc_pct": 55}', '2026-01-15 12:04:30Z');
create temporary table third as select ems.fn_create_planning_run('home01', 'rolling', '2026-01-15 12:05Z', 'test') as id;
create temporary view better as select r.* from ems.planning_run as r, third where planning_run_id = third.id;
select is((select accepted from better), true, 'one that squanders the battery is replaced');
select ok((select incumbent_cost > self_consumption_cost from better), 'its cost with the same knowledge is stored');
select is((select planning_run_id from ems.fn_plan_interval('home01', '2026-01-15 13:00Z')), (select id from third), 'the new one is in force');
select is((select planning_run_id from ems.fn_plan_interval('home01', '2026-01-15 12:02:30Z')), (select id from first), 'asked as of then, the one then in force');

-- the next day
select test.price('2026-01-17', '100', '2026-01-16 12:00Z');
select test.frame('home01', 'inverter', '{"battery_soc_pct": 40}', '2026-01-16 13:59Z');
create temporary table fourth as select ems.fn_create_planning_run('home01', 'daily', '2026-01-16 14:00Z', 'test') as id;
select is((select accepted from ems.planning_run as r, fourth where planning_run_id = fourth.id), true, 'a plan that reaches further than the one before it is accepted');
select is((select incumbent_cost from ems.planning_run as r, fourth where planning_run_id = fourth.id), null, 'there is nothing to compare it with');

-- cars that will lack
select test.frame('home01', 'charger', '{"car_state": 1}', '2026-01-16 04:59Z');
update ems.car_demand set energy_wh = 60000 where site_id = 'home01';
select test.frame('home01', 'inverter', '{"battery_soc_pct": 40}', '2026-01-16 05:00Z');
select ems.fn_create_planning_run('home01', 'rolling', '2026-01-16 05:00Z', 'test');
select is(test.alerts('home01', 'car_shortfall', 'charger'), 1, 'a car that cannot be full in time is told of when it is planned');
update ems.car_demand set energy_wh = 5000 where site_id = 'home01';
select ems.fn_create_planning_run('home01', 'rolling', '2026-01-16 05:01Z', 'test');
select is(test.alerts('home01', 'car_shortfall', 'charger'), 0, 'and no more when it can');

-- a house just switched on: the first plan is made before anything is known of its battery
select test.weather('home02', '2026-01-15 00:00Z', '2026-01-17 23:00Z', '100', '0', '100', '5', '2026-01-15 08:00Z');
create temporary table blind as select ems.fn_create_planning_run('home02', 'daily', '2026-01-15 12:00Z', 'test') as id;
select is((select format('%s %s', problem ? 'battery', verdict) from ems.planning_run where planning_run_id = (select id from blind)), 'f accepted: there was no plan', 'a plan without it is a plan');
select test.frame('home02', 'inverter', '{"battery_soc_pct": 55}', '2026-01-15 12:01Z');
create temporary table seeing as select ems.fn_create_planning_run('home02', 'rolling', '2026-01-15 12:02Z', 'test') as id;
select matches((select verdict from ems.planning_run where planning_run_id = (select id from seeing)), '^accepted: the plan before it knew nothing of the battery', 'and is not gone on with once it is known');

-- replay
select is((select format('%s %s', same, same_version) from fourth cross join lateral ems.fn_replay_planning_run('home01', fourth.id)), 't t', 'a replay gives the same bytes by the same solver');
select is((select same from blind cross join lateral ems.fn_replay_planning_run('home02', blind.id)), true, 'of a house that knew little, too');
update ems.market_interval_price set price_per_mwh = 1;
delete from ems.audit_interval;
select is((select same from first cross join lateral ems.fn_replay_planning_run('home01', first.id)), true, 'whatever became of the tables since');
select is(test.answers($$ select r.result from blind cross join lateral ems.fn_replay_planning_run('home02', blind.id) as r $$), 1, 'and whatever zone the session thinks in');
select * from finish();
rollback;
