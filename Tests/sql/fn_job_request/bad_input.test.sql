-- What a person asks for is understood, or refused before anything is stored.
begin;
select plan(9);
select test.house();
create function pg_temp.ask(p_job text, p_argument jsonb default '{}', p_site text default 'home01') returns text language sql as
$$ select test.refusal(format('select ems.fn_job_request(%L, %L, %L, %L, %L)', p_site, p_job, p_argument, 'anna', '2026-01-15 10:00Z')) $$;
select is(pg_temp.ask('plan_weekly'), 'SA404', 'there is no such job');
select is(pg_temp.ask('plan_daily', p_site => 'nowhere'), 'SA404', 'or no such house');
select is(pg_temp.ask('price_import', '{"day": "2026-03-29"}'), 'SA400', 'an argument the job does not take');
select is(pg_temp.ask('plan_daily', '{"date": "2026-03-29"}'), 'SA400', 'or that only another job takes');
select is((select array_agg(distinct pg_temp.ask('price_import', jsonb_build_object('date', d))) from unnest('{2026-02-30,2026-99-01,tomorrow,infinity,29.3.2026,2026-03-29T00:00Z,""}'::text[]) as d), '{SA400}'::text[], 'days that are none');
select is((select array_agg(distinct pg_temp.ask('audit_fill', jsonb_build_object('from', d))) from unnest('{2026-03-29,2026-03-29T00:00:00,2026-03-29T25:00:00Z,now}'::text[]) as d), '{SA400}'::text[], 'instants that are none, or of no zone');
select is_empty($$ select from ems.job_run $$, 'nothing of it is stored');
select lives_ok($$ select ems.fn_job_request('home01', 'price_import', '{"date": "2026-03-29"}', 'anna', '2026-01-15 10:00Z') $$, 'a day');
select lives_ok($$ select ems.fn_job_request('home01', 'audit_fill', '{"from": "2026-03-29T00:00:00Z", "to": "2026-03-29T02:00+02:00"}', 'anna', '2026-01-15 10:00Z') $$, 'instants');
select * from finish();
rollback;
