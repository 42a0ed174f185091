-- One run a tick, however many workers ask; after an outage only what still makes sense.
begin;
select plan(19);
select test.house();
select test.house('home02');
update ems.job set enabled = false where job not in ('plan_rolling', 'price_import');
create function pg_temp.runs() returns text language sql as
$$ select string_agg(site_id || ' ' || job || ' ' || to_char(due_at at time zone 'UTC', 'DD HH24:MI') || ' ' || state, ', ' order by job_run_id) from ems.job_run $$;
select is(ems.fn_job_tick('home01', '2026-01-15 10:03Z'), 2, 'the first time every job is due: its latest tick');
select is(pg_temp.runs(), 'home01 plan_rolling 15 10:00 waiting, home01 price_import 14 23:05 waiting', 'each for the time it was due') where (select job from ems.job_run order by job_run_id limit 1) = 'plan_rolling'
union all select is(pg_temp.runs(), 'home01 price_import 14 23:05 waiting, home01 plan_rolling 15 10:00 waiting', 'each for the time it was due') where (select job from ems.job_run order by job_run_id limit 1) <> 'plan_rolling';
select is(ems.fn_job_tick('home01', '2026-01-15 10:03Z'), 0, 'a second worker that asks finds them taken');
select is(ems.fn_job_tick('home01', '2026-01-15 10:14:59Z'), 0, 'until the next tick');
select is(ems.fn_job_tick('home01', '2026-01-15 10:15Z'), 1, 'which comes');
select is(ems.fn_job_tick('home02', '2026-01-15 10:15Z'), 2, 'each house ticks for itself');
select is(ems.fn_job_tick('home01', '2026-01-15 10:10Z'), 0, 'a worker whose clock is behind makes nothing twice');
select is((select count(*)::int from ems.job_run where site_id = 'home01' and job = 'plan_rolling'), 2, 'two ticks, two runs');
select is((select count(distinct author || cause || give_up_at - due_at)::int from ems.job_run where site_id = 'home01' and job = 'plan_rolling' and due_at = '2026-01-15 10:15Z'), 1, 'by the schedule');
select is((select give_up_at from ems.job_run where site_id = 'home01' and job = 'plan_rolling' and due_at = '2026-01-15 10:15Z'), timestamptz '2026-01-15 10:25Z', 'to be retried for its time');
-- an outage of a night and a day
select is(ems.fn_job_tick('home01', '2026-01-17 09:20Z'), 2, 'after an outage the newest tick is made up for');
select is((select array_agg(to_char(due_at at time zone 'UTC', 'DD HH24:MI') order by due_at) from ems.job_run where site_id = 'home01' and due_at > '2026-01-15 12:00Z'), '{"16 23:05","17 09:15"}'::text[], 'and no other: no flood of a hundred');
select is((select give_up_at from ems.job_run where site_id = 'home01' and job = 'price_import' order by due_at desc limit 1), timestamptz '2026-01-17 17:20Z', 'its time to be retried begins when it could begin');
update ems.job_kind set catch_up = 'skip' where job = 'plan_rolling';
select is(ems.fn_job_tick('home01', '2026-01-17 09:38Z'), 0, 'a job that skips does not make up: half a period late is too late');
select is((select tick_at from ems.job where site_id = 'home01' and job = 'plan_rolling'), timestamptz '2026-01-17 09:30Z', 'and the tick is gone');
select is(ems.fn_job_tick('home01', '2026-01-17 09:46Z'), 1, 'in time it is done');
update ems.job set enabled = false where site_id = 'home01';
select is(ems.fn_job_tick('home01', '2026-01-18 10:00Z'), 0, 'a job that is switched off is not due');
select is(test.refusal($$ insert into ems.job_run (site_id, job, due_at, cause, author, state, give_up_at) select site_id, job, due_at, cause, author, 'waiting', give_up_at from ems.job_run limit 1 $$), '23505 job_run_tick_idx', 'not even by hand has a tick two runs');
select is(ems.fn_job_tick('nowhere', '2026-01-18 10:00Z'), 0, 'an unknown house has no jobs');
select * from finish();
rollback;
