-- When jobs run is a house's own business: off, on, at other times of day, through clock changes.
begin;
select plan(21);
select test.house();
create temporary table person as select * from (values ('inge', test.account('inge@example.org', 'installer', '{home01}')), ('olga', test.account('olga@example.org', 'operator', '{home01}'))) as p (name, claims);
grant select on person to public;
grant usage on schema test to public;
grant execute on all functions in schema test to public;
create function pg_temp.be(p_name text) returns text language sql as $$ select set_config('request.jwt.claims', (select claims from person where name = p_name), true) $$;
select is(ems.fn_job_next('home01', 'plan_daily', '2026-01-15 13:59Z'), '2026-01-15 14:00Z'::timestamptz, 'the next time is today''s');
select is(ems.fn_job_next('home01', 'plan_daily', '2026-01-15 14:00Z'), '2026-01-16 14:00Z'::timestamptz, 'or tomorrow''s');
select is(ems.fn_job_next('home01', 'price_import', '2026-01-15 12:40Z'), '2026-01-15 13:00Z'::timestamptz, 'of several the first');
select is(ems.fn_job_next('home01', 'forecast_import', '2026-01-15 12:05Z'), '2026-01-15 14:05Z'::timestamptz, 'or a period on');
select is(ems.fn_job_next('home01', 'plan_daily', '2026-03-28 14:00Z'), '2026-03-29 13:00Z'::timestamptz, 'by the clock on the wall: 23 hours in spring');
select is(ems.fn_job_next('home01', 'plan_daily', '2026-10-24 13:00Z'), '2026-10-25 14:00Z'::timestamptz, 'and 25 in autumn');
select is((select string_agg(n::text, ' ' order by job) from (select k.job, ems.fn_job_due('home01', k.job, ems.fn_job_next('home01', k.job, '2026-03-28 23:10Z')) = ems.fn_job_next('home01', k.job, '2026-03-28 23:10Z') as n from ems.job_kind as k) as x),
  (select string_agg('true', ' ') from ems.job_kind), 'what is next is due when it comes');
select is(ems.fn_job_set('home01', 'plan_daily', null, '{16:15,09:00,16:15}', '2026-01-15 12:00Z') ->> 'local_times', '["09:00:00", "16:15:00"]', 'a house sets its own times');
select is(ems.fn_job_due('home01', 'plan_daily', '2026-01-15 15:20Z'), '2026-01-15 15:15Z'::timestamptz, 'which hold');
select is((select tick_at from ems.job where site_id = 'home01' and job = 'plan_daily'), '2026-01-15 08:00Z'::timestamptz, 'one that has passed counts from tomorrow on');
select is(ems.fn_configuration('home01') @> '{"jobs": [{"job": "plan_daily", "local_times": ["09:00:00", "16:15:00"]}]}', true, 'they are configuration');
select is(ems.fn_configure('home01', jsonb_build_object('jobs', ems.fn_configuration('home01') -> 'jobs'), false, '2026-01-15 12:00Z') ->> 'changes', '[]', 'read back the same');
select is(ems.fn_job_set('home01', 'plan_daily', false, '{}', '2026-01-15 12:00Z'), '{"job": "plan_daily", "enabled": false, "next_at": null, "site_id": "home01", "local_times": ["15:00:00"]}', 'or takes the usual ones again, or none');
select is(test.refusal($$ select ems.fn_job_set('home01', 'plan_rolling', null, '{12:00}', now()) $$), 'SA422 job_local_times_check', 'a job with a period has no time of day');
select is(test.refusal($$ select ems.fn_job_set('home01', 'plan_daily', null, array[null]::time[], now()) $$), 'SA422 job_local_times_check', 'nor is nothing one');
select is(test.refusal($$ select ems.fn_job_set('home01', 'nothing', true, null, now()) $$), 'SA404 job_site_id_job', 'a job there is');
select pg_temp.be('olga') \g /dev/null
set local role ems_operator;
select is(test.refusal($$ select api.job_set('home01', 'plan_daily', true) $$), '42501', 'a resident does not change it');
reset role;
select pg_temp.be('inge') \g /dev/null
set local role ems_installer;
select is(api.job_set('home01', 'plan_daily', true) ->> 'enabled', 'true', 'an installer does');
select is(test.refusal($$ select api.job_set('home02', 'plan_daily', true) $$), 'SA404 member_site', 'in the own house');
reset role;
insert into ems.job_run (site_id, job, due_at, cause, author, state, give_up_at, finished_at, duration_ms, error) values ('home01', 'plan_daily', now() - interval '1 hour', 'schedule', 'schedule', 'failed', now(), now(), 40, 'no price'),
  ('home01', 'plan_daily', now() - interval '10 min', 'request', 'olga', 'done', now(), now(), 120, null);
select is((select concat_ws(' ', state, duration_ms, author, error, local_times, own_times, next_at > now()) from ems.vw_job where site_id = 'home01' and job = 'plan_daily'), 'done 120 olga no price {15:00:00} f t', 'the list says how it went, and what went wrong last');
select is((select concat_ws(' ', every_s, delay_s, coalesce(local_times::text, 'none')) from ems.vw_job where site_id = 'home01' and job = 'forecast_import'), '7200 300 none', 'and what has a period');
select * from finish();
rollback;
