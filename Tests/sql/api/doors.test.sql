-- The doors of HTTP: asking for a job, the caller's houses, health.
begin;
select plan(29);
select test.house();
select test.house('home02', p_zone => 'America/New_York');
create function pg_temp.setting(p_name text) returns text language sql as $$ select nullif(current_setting(p_name, true), '') $$;
-- request_job
select set_config('request.jwt.claims', test.account('anna@example.org', 'operator', '{home01,home02}'), true) \g /dev/null
set local role ems_operator;
create temporary table answer as select api.request_job('home01', 'audit_fill', '{"from": "2026-01-15T00:00:00Z"}') as a;
select is((select a - 'job_run_id' from answer), '{"site_id": "home01", "job": "audit_fill", "state": "waiting"}'::jsonb, 'an operator asks for a job');
select is(pg_temp.setting('response.status'), '202', 'accepted, not done');
select is(pg_temp.setting('response.headers')::jsonb, jsonb_build_array(jsonb_build_object('Location', '/api/v1/sites/home01/jobs/' || (select a ->> 'job_run_id' from answer))), 'with where to follow it');
select is((select concat_ws(' ', cause, author, state) from api.vw_job_run where job_run_id = (select (a ->> 'job_run_id')::bigint from answer)), 'request anna@example.org waiting', 'it stands there under the name of the token');
reset role;
grant usage on schema test to public;
grant execute on all functions in schema test to public;
set local role ems_operator;
select is(test.refusal($$ select api.request_job('home01', 'no such job') $$), 'SA404', 'an unknown job');
select is(test.refusal($$ select api.request_job('nowhere', 'plan_rolling') $$), 'SA404 member_site', 'an unknown house');
reset role;
set local request.jwt.claims = '';
select is(ems.fn_author(), session_user::text, 'without a token the database user is the author');
select is((select argument from ems.job_run), '{"from": "2026-01-15T00:00:00Z"}'::jsonb, 'the argument goes along');

-- who may
set local role ems_guest;
select is(test.refusal($$ select api.request_job('home01', 'plan_rolling') $$), '42501', 'a guest may not ask for jobs');
select is((select array_agg(site_id) from api.my_sites()), '{home01,home02}'::text[], 'and sees houses, by name');
select is(test.refusal($$ select body from ems.price_document $$), '42501', 'not the raw documents of sources');
select is(test.refusal($$ insert into ems.site (site_id) values ('x') $$), '42501', 'and changes nothing');
select is(test.refusal($$ select ems.fn_setpoint_make('home01', now()) $$), '42501', 'nor decides anything');
set local role ems_admin;
select is(test.refusal($$ select api.request_job('home01', 'retain') $$), 'accepted', 'an administrator may ask for jobs');
select is(test.refusal($$ update ems.command set state = 'verified' $$), '42501', 'but not touch what only the worker''s functions write');
set local role web_anon;
select is(test.refusal($$ select * from api.my_sites() $$), '42501', 'nobody in particular sees no houses');
select is(test.refusal($$ select * from api.vw_site $$), '42501', 'nor views');
select is(test.refusal($$ select * from ems.site $$), '42501', 'nor tables');
select is(test.refusal($$ select api.request_job('home01', 'retain') $$), '42501', 'nor asks for jobs');
select is(test.refusal($$ select api.health() $$), 'accepted', 'only whether all is well');
reset role;

-- health asks the clock: it is the outermost door
delete from ems.site where site_id = 'home02';
set local response.status = '';
select is(api.health() - 'sites', '{"ready": false}'::jsonb, 'a house that never spoke is not ready');
select is(pg_temp.setting('response.status'), '503', 'and health says so by its status');
set local response.status = '';
select test.frame('home01', 'meter_grid', '{"grid_power_w": 100}', now() - interval '1 s', now() - interval '60 s');
select is((select (api.health() ->> 'ready') || ' ' || ((api.health() -> 'sites' -> 0 ->> 'fresh'))), 'true true', 'a minute ago is fresh');
select is(pg_temp.setting('response.status'), null, 'and needs no status') ;
select is(api.health() -> 'sites' -> 0 -> 'telemetry_age_s', '60.0'::jsonb, 'it tells the age');
update ems.telemetry_last set received_at = now() - interval '121 s';
select is(api.health() ->> 'ready', 'false', 'two minutes ago is not');
update ems.device set enabled = false;
delete from ems.telemetry_last;
select is(api.health() ->> 'ready', 'true', 'a house without devices has nothing to say');
delete from ems.site;
select is(api.health(), '{"ready": true, "sites": []}'::jsonb, 'nor has a database without houses');
select is((select provolatile::text from pg_proc where proname = 'health'), 's', 'and reads only');
select * from finish();
rollback;
