-- Two tenants in one database: neither sees the other's rows anywhere, nor acts there, nor learns whether it exists.
begin;
select plan(38);
select test.house();
select test.house('home02');
select test.frame(s, 'meter_grid', '{"grid_power_w": 100}', '2026-01-15 10:00Z') from unnest('{home01,home02}'::text[]) as s \g /dev/null
select ems.fn_aggregate_telemetry(s, '2026-01-15 10:20Z') from unnest('{home01,home02}'::text[]) as s \g /dev/null
select ems.fn_alert_raise(s, 'device_silent', 'charger', 'silent', '2026-01-15 10:00Z') from unnest('{home01,home02}'::text[]) as s \g /dev/null
select ems.fn_override_create(s, 'car_now', '2026-01-15 12:00Z', 'anna', 'trip', '2026-01-15 10:00Z', p_power_w => 6900) from unnest('{home01,home02}'::text[]) as s \g /dev/null
select ems.fn_job_request(s, 'plan_rolling', '{}', 'anna', '2026-01-15 10:00Z') from unnest('{home01,home02}'::text[]) as s \g /dev/null
create temporary table person as select * from (values
  ('anna', test.account('anna@example.org', 'admin', '{home01}')), ('bert', test.account('bert@example.org', 'admin', '{home02}')), ('olga', test.account('olga@example.org', 'operator')), ('newcomer', test.account('new@example.org', 'guest', '{}'))
) as p (name, claims);
-- one who runs a house and visits another
select ems.fn_user_member('bert@example.org', 'home01', 'guest') \g /dev/null
select ems.fn_user_member('bert@example.org', 'home01', null) \g /dev/null
grant select on person to public;
grant usage on schema test to public;
grant execute on all functions in schema test to public;
create function pg_temp.be(p_name text) returns text language sql as $$ select set_config('request.jwt.claims', (select claims from person where name = p_name), true) $$;
-- Houses whose rows a caller sees, in any table of ems or view of api, with that many of them
create temporary table sight (site_id text, relation text);
grant all on sight to public;
create function pg_temp.seen(p_kinds text) returns table (site_id text, relations bigint) language plpgsql as $$
declare
  v_relation record;
begin
  delete from sight;
  for v_relation in select c.oid::regclass::text as name from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attname = 'site_id'
    where c.relnamespace in ('ems'::regnamespace, 'api'::regnamespace) and c.relkind::text = any (string_to_array(p_kinds, null)) and not c.relispartition and has_table_privilege(c.oid, 'select') loop
    execute format('insert into sight select distinct x.site_id, %L from (select site_id from %s limit 100000) as x', v_relation.name, v_relation.name);
  end loop;
  return query select s.site_id, count(*) from sight as s group by 1 order by 1;
end
$$;
select pg_temp.be('anna') \g /dev/null
set local role ems_admin;
select is((select array_agg(site_id) from pg_temp.seen('rp')), '{home01}'::text[], 'an administrator of one house sees it and no other, in every table');
select cmp_ok((select max(relations) from pg_temp.seen('rp')), '>', 15::bigint, '(there is something to see)');
select is((select array_agg(site_id) from pg_temp.seen('v')), '{home01}'::text[], 'and in every view');
select cmp_ok((select max(relations) from pg_temp.seen('v')), '>', 5::bigint, '(there, too)');
select is((select array_agg(site_id) from api.my_sites()), '{home01}'::text[], 'asking by name changes nothing');
select is((select count(*) from api.vw_site where site_id = 'home02'), 0::bigint, 'nor does asking for the other');
select is((select count(*) from ems.fn_site_signal('home02', '2026-01-15 10:00Z') where value is not null), 0::bigint, 'functions read with her rights');
select is((select jsonb_path_query_array(api.me(), '$.sites[*].site_id')), '["home01"]', 'me names hers');
select is(jsonb_path_query_array(api.health(), '$.sites[*].site_id'), '["home01"]', 'as does health');
select is((select count(*) from ems.fn_site_signal_15m('home01', '2026-01-15', '2026-01-16') where signal = 'grid_w'), 1::bigint, 'what was measured by quarter-hour she sees, as the plan''s page draws it');
select is((select count(*) from ems.fn_site_signal_15m('home02', '2026-01-15', '2026-01-16')), 0::bigint, 'hers');
select is((select array_agg(distinct site_id) from ems.telemetry_aggregate_15m), '{home01}'::text[], 'of a partition as of its table');
select is(test.refusal($$ select api.request_job('home02', 'plan_rolling') $$), 'SA404 member_site', 'she does not act in the other, and does not learn that it is there');
select is(test.refusal($$ select api.request_job('nowhere', 'plan_rolling') $$), 'SA404 member_site', 'which is what one that is not there answers');
select is(test.refusal($$ select api.request_job('home01', 'plan_rolling') $$), 'accepted', 'in her own she does');
reset role;
select is((select author from ems.job_run order by job_run_id desc limit 1), 'anna@example.org', 'under her name');
select pg_temp.be('bert') \g /dev/null
set local role ems_admin;
select is((select array_agg(site_id) from pg_temp.seen('rp')), '{home02}'::text[], 'and the other way round');
select is((select array_agg(site_id) from pg_temp.seen('v')), '{home02}'::text[], 'everywhere');
select is(test.refusal($$ select api.request_job('home01', 'plan_rolling') $$), 'SA404 member_site', 'who is no longer a member is nobody there');
reset role;
select ems.fn_user_member('bert@example.org', 'home01', 'guest') \g /dev/null
set local role ems_admin;
select is((select array_agg(site_id) from api.my_sites()), '{home01,home02}'::text[], 'a guest of another house sees it');
select is(test.refusal($$ select api.request_job('home01', 'plan_rolling') $$), 'SA403 member_role', 'and does nothing there, whatever his token says');
select is(ems.fn_member_role('home01') || ems.fn_member_role('home02'), 'guestadmin', 'as his role is of each house');
reset role;
select pg_temp.be('olga') \g /dev/null
set local role ems_operator;
select is((select array_agg(site_id) from api.my_sites()), '{home01,home02}'::text[], 'who runs the installation sees every house');
select is(ems.fn_member_role('home02'), 'operator', 'in her role');
select is(ems.fn_member_role('nowhere'), null, 'but none in a house that is not there');
reset role;
select pg_temp.be('newcomer') \g /dev/null
set local role ems_guest;
select is((select count(*) from pg_temp.seen('rpv')), 0::bigint, 'a newcomer sees nothing');
reset role;
-- claims that are no account of ours
set local role ems_admin;
set local request.jwt.claims = '{"role": "ems_admin"}';
select is((select count(*) from pg_temp.seen('rpv')), 0::bigint, 'a role without a name sees nothing');
set local request.jwt.claims = '{"role": "ems_admin", "sub": "anna@example.org"}';
select is((select count(*) from api.my_sites()), 0::bigint, 'nor does a name that is no account');
select is(test.refusal($$ select api.request_job('home01', 'plan_rolling') $$), 'SA404 member_site', 'and acts nowhere');
select is(test.refusal($$ select api.me() $$), 'SA401 login', 'and is nobody');
reset role;
select ems.fn_user_lock('anna@example.org', true, '2026-01-15 11:00Z');
select pg_temp.be('anna') \g /dev/null
set local role ems_admin;
select is((select count(*) from api.my_sites()), 0::bigint, 'a locked account sees nothing with a token it has');
reset role;
-- partitions by themselves
set local role ems_admin;
select is_empty($$ select c.oid::regclass from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attname = 'site_id' where c.relnamespace = 'ems'::regnamespace and c.relkind in ('r', 'p') and has_table_privilege(c.oid, 'select')
  and not (c.relrowsecurity and exists (select from pg_policy as p where p.polrelid = c.oid)) $$, 'each table and partition that may be read shows the caller''s houses');
reset role;
-- as where TimescaleDB compresses raw frames, which then have no row security: what reads them joins what has
alter table ems.telemetry_frame disable row level security;
select ems.fn_user_lock('anna@example.org', false, '2026-01-15 11:00Z');
select is((select count(distinct site_id) from api.vw_telemetry), 2::bigint, 'there are raw frames of both houses');
select pg_temp.be('anna') \g /dev/null
set local role ems_admin;
select is((select array_agg(distinct site_id) from api.vw_telemetry), '{home01}'::text[], 'of which she sees hers, row security or not');
select cmp_ok((select count(*) from ems.fn_telemetry('home01', '2026-01-15', '2026-01-16')), '>', 0::bigint, 'by function too');
select is((select count(*) from ems.fn_telemetry('home02', '2026-01-15', '2026-01-16')), 0::bigint, 'and nothing of the other');
reset role;
alter table ems.telemetry_frame enable row level security;
-- without a request
set local request.jwt.claims = '';
set local role ems_guest;
select is((select count(*) from api.my_sites()), 2::bigint, 'an SQL session of a login of its own has no claims: its role decides, and sees all');
reset role;
set local session authorization authenticator;
set local role ems_guest;
select is((select count(*) from api.my_sites()), 0::bigint, 'but the API''s login without claims sees nothing');
reset session authorization;
select * from finish();
rollback;
