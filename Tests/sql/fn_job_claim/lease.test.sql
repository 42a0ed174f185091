-- Workers share the jobs: one has a run for as long as it gives signs of life.
begin;
select plan(29);
select test.house();
select test.house('home02');
delete from ems.job where job not in ('price_import', 'plan_daily', 'plan_rolling');
create function pg_temp.claim(p_worker text, p_at timestamptz, p_site text default 'home01') returns text language sql volatile as
$$ select job || ' ' || cause || ' ' || attempt from ems.fn_job_claim(p_site, p_worker, p_at) $$;
create function pg_temp.run(p_job text) returns bigint language sql as $$ select job_run_id from ems.job_run where site_id = 'home01' and job = p_job order by job_run_id desc limit 1 $$;
select is(pg_temp.claim('w1', '2026-01-15 14:00Z'), null, 'nothing to do');
select ems.fn_job_tick('home01', '2026-01-15 14:00Z');
select is(pg_temp.claim('w1', '2026-01-15 14:00:01Z'), 'price_import schedule 1', 'the one due for longest first: prices before the plan');
select is(pg_temp.claim('w2', '2026-01-15 14:00:01Z'), 'plan_daily schedule 1', 'of those due at once the lower rank, while another works on the first');
select is(pg_temp.claim('w1', '2026-01-15 14:00:01Z', 'home02'), null, 'each house for itself');
select ems.fn_job_request('home01', 'plan_daily', '{}', 'anna', '2026-01-15 14:00:02Z');
select is(pg_temp.claim('w3', '2026-01-15 14:00:02Z'), 'plan_rolling schedule 1', 'what runs already is not started beside itself, even if asked for');
select is(pg_temp.claim('w3', '2026-01-15 14:00:03Z'), null, 'nothing left');
select is(ems.fn_job_finished('home01', (select job_run_id from ems.job_run where job = 'plan_daily' and state = 'running'), 'w2', '{"ok": 1}', null, '2026-01-15 14:00:05Z'), 'done', 'the daily plan is done');
select is(pg_temp.claim('w3', '2026-01-15 14:00:06Z'), 'plan_daily request 1', 'now the asked-for one may start');
select is((select worker || ' ' || state || ' ' || extract(epoch from lease_until - started_at)::int from ems.job_run where job_run_id = pg_temp.run('plan_daily')), 'w3 running 120', 'for as long as its lease');

-- signs of life
select ems.fn_job_finished('home01', pg_temp.run('plan_rolling'), 'w3', '{}', null, '2026-01-15 14:01Z'), ems.fn_job_finished('home01', pg_temp.run('price_import'), 'w1', '{}', null, '2026-01-15 14:01Z');
select is(ems.fn_job_progress('home01', pg_temp.run('plan_daily'), 'w3', 'half way', '2026-01-15 14:01:30Z'), true, 'a sign of life');
select is((select progress || ' ' || extract(epoch from lease_until - timestamptz '2026-01-15 14:01:30Z')::int from ems.job_run where job_run_id = pg_temp.run('plan_daily')), 'half way 120', 'says what it is at and renews the lease');
select is(ems.fn_job_progress('home01', pg_temp.run('plan_daily'), 'w2', 'mine', '2026-01-15 14:01:31Z'), false, 'another worker cannot speak for it');
select is(pg_temp.claim('w2', '2026-01-15 14:03:30Z'), null, 'within the lease nobody takes it');
select is(pg_temp.claim('w2', '2026-01-15 14:03:31Z'), 'plan_daily request 2', 'past it somebody does: the second attempt');
select is((select worker || coalesce(progress, '-') || coalesce(error, '-') from ems.job_run where job_run_id = pg_temp.run('plan_daily')), 'w2--', 'which starts afresh');
select is(ems.fn_job_progress('home01', pg_temp.run('plan_daily'), 'w3', 'still here', '2026-01-15 14:03:32Z'), false, 'the first worker wakes up and learns that it lost it');
select is(ems.fn_job_finished('home01', pg_temp.run('plan_daily'), 'w3', '{"mine": true}', null, '2026-01-15 14:03:33Z'), 'lost', 'its result is not taken');
select is((select state || coalesce(result::text, '-') from ems.job_run where job_run_id = pg_temp.run('plan_daily')), 'running-', 'and changes nothing');
select is(ems.fn_job_finished('home01', pg_temp.run('plan_daily'), 'w2', '{"mine": false}', null, '2026-01-15 14:03:34Z'), 'done', 'the second one''s is');
select is((select duration_ms from ems.job_run where job_run_id = pg_temp.run('plan_daily')), 3000::double precision, 'with how long this attempt took');
select is(ems.fn_job_finished('home01', pg_temp.run('plan_daily'), 'w2', '{}', 'no', '2026-01-15 14:03:35Z'), 'lost', 'what is done is done');
-- requests before ticks
select ems.fn_job_tick('home01', '2026-01-15 14:15Z');
select ems.fn_job_request('home01', 'price_import', '{"date": "2026-01-16"}', 'anna', '2026-01-15 14:15:05Z');
select is((select job || ' ' || argument || ' ' || author from ems.fn_job_claim('home01', 'w1', '2026-01-15 14:15:06Z')), 'price_import {"date": "2026-01-16"} anna', 'people do not wait for the schedule');
select is(pg_temp.claim('w1', '2026-01-15 14:15:06Z'), 'plan_rolling schedule 1', 'which follows');
select is((select count(*)::int from ems.job_run where state = 'running' and lease_until is null), 0, 'what runs has a lease');
select is((select count(*)::int from ems.job_run where state <> 'running' and lease_until is not null), 0, 'what does not has none');
select is(pg_temp.claim('w1', '2026-01-15 14:15:06Z', 'nowhere'), null, 'an unknown house has nothing to do');
-- a run that kills its workers
select is(pg_temp.claim('w2', '2026-01-15 14:17:07Z'), 'plan_rolling schedule 2', 'a worker that died is replaced');
select is(pg_temp.claim('w3', '2026-01-15 14:19:08Z'), 'plan_rolling schedule 3', 'and once more');
select ems.fn_job_claim('home01', 'w4', '2026-01-15 14:21:09Z');
select is((select string_agg(concat_ws(' ', state, error, (select message from ems.alert where code = 'job_failed' and subject = job)), '; ') from ems.job_run where job = 'plan_rolling' and due_at = '2026-01-15 14:15Z'),
  'failed 3 workers began it and none ended it plan_rolling: 3 workers began it and none ended it', 'a fourth is not given to it: it failed, and somebody is told');
select * from finish();
rollback;
