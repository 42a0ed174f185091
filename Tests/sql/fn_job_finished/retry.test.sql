-- A run that failed is tried again while there is time; then a person is told.
begin;
select plan(24);
select test.house();
delete from ems.job where job not in ('price_import');
create function pg_temp.fail(p_at timestamptz, p_error text default 'OTE: HTTP 503') returns text language plpgsql volatile as $$
declare
  v_id bigint := (select c.job_run_id from ems.fn_job_claim('home01', 'w1', p_at) as c);
begin
  if v_id is null then return 'nothing to do'; end if;
  return ems.fn_job_finished('home01', v_id, 'w1', '{"asked": 1}', p_error, p_at + interval '2 s');
end
$$;
select ems.fn_job_tick('home01', '2026-01-15 12:30Z');
select is(pg_temp.fail('2026-01-15 12:30Z'), 'waiting', 'prices at 13:30: not there yet');
select is((select concat_ws(' ', state, attempt, to_char(retry_at at time zone 'UTC', 'HH24:MI:SS'), error, result, duration_ms, worker, finished_at) from ems.job_run), 'waiting 1 12:40:02 OTE: HTTP 503 {"asked": 1} 2000 w1', 'it waits for its next attempt; what went wrong stands there');
select is(pg_temp.fail('2026-01-15 12:40:01Z'), 'nothing to do', 'not before its time');
select is(test.alerts('home01', 'job_failed'), 0, 'and nobody is told');
select is(pg_temp.fail('2026-01-15 12:40:02Z'), 'waiting', 'ten minutes later again');
select is((select attempt from ems.job_run), 2, 'the second attempt of the same run');
do $$ begin for n in 1..60 loop perform pg_temp.fail(timestamptz '2026-01-15 12:40Z' + n * interval '11 min'); end loop; end $$;
select is((select state from ems.job_run), 'failed', 'then it failed');
select cmp_ok((select finished_at from ems.job_run), '>', timestamptz '2026-01-15 20:20Z', 'not long before its time to give up');
select cmp_ok((select finished_at from ems.job_run), '<=', timestamptz '2026-01-15 20:30Z', 'and not after');
select is(test.alerts('home01', 'job_failed', 'price_import'), 1, 'with an alert that names the job');
select is((select detail from ems.alert), jsonb_build_object('job_run_id', (select job_run_id from ems.job_run)), 'and the run');
select is((select count(*)::int from ems.job_run), 1, 'all of it is one run');
select is(pg_temp.fail('2026-01-15 21:00Z'), 'nothing to do', 'after that it waits for its next tick');
select ems.fn_job_tick('home01', '2026-01-15 23:05Z');
select is(pg_temp.fail('2026-01-15 23:05Z', null), 'done', 'which works');
select is(test.alerts('home01', 'job_failed'), 0, 'and ends the alert');
select is((select concat_ws(' ', state, error, retry_at, result) from ems.job_run order by job_run_id desc limit 1), 'done {"asked": 1}', 'without an error');

-- requests are not retried
create temporary table asked as select ems.fn_job_request('home01', 'price_import', '{"date": "2026-01-15"}', 'anna', '2026-01-16 08:00Z') as id;
select is((select id from asked), (select max(job_run_id) from ems.job_run), 'a person asks, and gets the number of the run');
select is(pg_temp.fail('2026-01-16 08:00:01Z'), 'failed', 'what a person asked for fails at once: she sees it');
select is((select concat_ws(' ', cause, author, state, argument) from ems.job_run order by job_run_id desc limit 1), 'request anna failed {"date": "2026-01-15"}', 'it stands there with her name');
select is(test.alerts('home01', 'job_failed'), 1, 'and there is an alert');
select is(test.refusal($$ select ems.fn_job_request('home01', 'no such job', '{}', 'anna', '2026-01-16 08:00Z') $$), 'SA404', 'an unknown job');
select is(test.refusal($$ select ems.fn_job_request('nowhere', 'price_import', '{}', 'anna', '2026-01-16 08:00Z') $$), 'SA404', 'an unknown house');
update ems.job set enabled = false;
select isnt(ems.fn_job_request('home01', 'price_import', '{}', 'anna', '2026-01-16 09:00Z'), null, 'a job that is switched off may still be asked for');
select pg_temp.fail('2026-01-16 09:00:01Z', repeat('x', 5000));
select is((select length(error) from ems.job_run order by job_run_id desc limit 1), 2000, 'an endless error is cut');
select * from finish();
rollback;
