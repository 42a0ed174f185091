-- A plan that had to leave the battery out is made again as soon as the battery speaks.
begin;
select plan(7);
select test.house();
-- (a heat pump's plan takes longest)
delete from ems.heat_pump;
update ems.job set enabled = false where job not like 'plan\_%';
select test.market('2026-01-15', '100');
select test.weather('home01', '2026-01-15 00:00Z', '2026-01-17 23:00Z', '100', '0', '100', '5', '2026-01-15 08:00Z');
select ems.fn_job_tick('home01', '2026-01-15 12:00:10Z');
update ems.job_run set state = 'done', finished_at = '2026-01-15 12:00:12Z', started_at = '2026-01-15 12:00:11Z';
select ems.fn_create_planning_run('home01', 'rolling', '2026-01-15 12:00:12Z', 'schedule');
select is(ems.fn_job_tick('home01', '2026-01-15 12:02Z'), 0, 'while nothing is known of it, nothing is due');
select test.frame('home01', 'inverter', '{"battery_soc_pct": 55}', '2026-01-15 12:02:05Z');
select is(ems.fn_job_tick('home01', '2026-01-15 12:02:10Z'), 1, 'it speaks');
select is((select job || ' ' || cause from ems.job_run where due_at = '2026-01-15 12:02:10Z'), 'plan_rolling schedule', 'and a plan is asked for');
select is(ems.fn_job_tick('home01', '2026-01-15 12:02:20Z'), 0, 'once while it waits');
update ems.job_run set state = 'done', finished_at = '2026-01-15 12:02:22Z', started_at = '2026-01-15 12:02:21Z' where state = 'waiting';
select ems.fn_create_planning_run('home01', 'rolling', '2026-01-15 12:02:22Z', 'schedule');
select is((select note ? 'battery' from ems.planning_run order by planning_run_id desc limit 1), false, 'that plan knows it');
select test.frame('home01', 'inverter', '{"battery_soc_pct": 55}', '2026-01-15 12:04:05Z');
select is(ems.fn_job_tick('home01', '2026-01-15 12:04:10Z'), 0, 'and no other is wanted');
select is((select accepted from ems.planning_run order by planning_run_id desc limit 1), true, 'it is the plan in force');
select * from finish();
rollback;
