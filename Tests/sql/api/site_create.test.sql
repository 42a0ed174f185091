-- A house made over HTTP: by an installer of every house, all or nothing.
begin;
select plan(9);
grant usage on schema test to public;
grant execute on all functions in schema test to public;
select test.house('home01');
create temporary table person as select * from (values ('inge', test.account('inge@example.org', 'installer')), ('anna', test.account('anna@example.org', 'admin', '{home01}'))) as p (name, claims);
create function pg_temp.be(p_name text) returns text language sql as $$ select set_config('request.jwt.claims', (select claims from person where name = p_name), true) $$;
create temporary table house as select '{"site": {"name": "Chata", "time_zone": "Europe/Prague", "currency": "CZK", "country": "CZ", "market_code": "CZ", "latitude_deg": 50, "longitude_deg": 14, "fuse_a": 25, "export_limit_w": 10000}}'::jsonb as d;
grant select on house, person to public;
select pg_temp.be('anna') \g /dev/null
set local role ems_admin;
select is(test.refusal($$ select api.site_create('home02', (select d from house)) $$), 'SA403 account_role', 'an administrator of one house makes no other');
reset role;
select pg_temp.be('inge') \g /dev/null
set local role ems_installer;
select is(jsonb_array_length(api.site_create('home02', (select d from house), true) -> 'changes') > 8, true, 'a trial tells');
select is((select count(*) from api.vw_site where site_id = 'home02'), 0::bigint, 'and makes nothing');
select is(api.site_create('home02', (select d from house)) ->> 'dry_run', 'false', 'an installer of every house makes one');
select is((select control_mode || ' ' || (select count(*) from api.vw_job as j where j.site_id = s.site_id and j.enabled) from api.vw_site as s where site_id = 'home02'), 'observe ' || (select count(*) from ems.job_kind), 'it observes, and has its jobs');
select is(test.refusal($$ select api.site_create('home02', (select d from house)) $$), 'SA409 site_site_id_pkey', 'once');
select is(test.refusal($$ select api.site_create('No Name', (select d from house)) $$), 'SA422 site_site_id_check', 'with a short name');
select is(test.refusal($$ select api.site_create('home03', '{}') $$), 'SA422 configuration_shape', 'and a section site');
select is(test.refusal($$ select api.site_create('home03', jsonb_set((select d from house), '{site,fuse_a}', '-1')) $$), 'SA422 configuration_value', 'whose values hold');
reset role;
select * from finish();
rollback;
