-- Roles are shared by all databases of a cluster, so each is made only where it is missing, and two databases
-- migrating at once do each other no harm. What each role may do stands in db/routines/99_grant.
do $$
declare
  v_role text;
begin
  foreach v_role in array array['ems_owner', 'ems_worker', 'ems_admin', 'ems_operator', 'ems_guest', 'web_anon'] loop
    begin
      execute format('create role %I nologin', v_role);
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
  begin
    -- Logs in for the API (PostgREST or ours) and switches to one of the roles above, transaction by transaction.
    create role authenticator noinherit nologin;
  exception when duplicate_object or unique_violation then null;
  end;
end
$$;

comment on role ems_owner is 'Owns every object of EMS; nobody logs in with it.';
comment on role ems_worker is 'The worker: calls functions, writes no table by itself.';
comment on role ems_admin is 'Installs sites, tariffs and users.';
comment on role ems_operator is 'Runs a house: overrides, triggers, acknowledgements.';
comment on role ems_guest is 'Reads.';
comment on role web_anon is 'Nobody in particular: login and health.';
comment on role authenticator is 'Login of the API; switches to the role of the token.';

-- Both are trusted since PostgreSQL 13: the owner of a database may create them.
create extension if not exists btree_gist with schema public;
create extension if not exists pgcrypto with schema public;

-- Compiling a query that runs for milliseconds takes hundreds of them.
do $$
begin
  execute format('alter database %I set jit = off', current_database());
exception when insufficient_privilege then
  raise notice 'jit stays as the server has it: the owner of % may switch it off (alter database … set jit = off)', current_database();
end
$$;

comment on schema ems is 'Tables and functions of the energy management system.';
comment on schema api is 'What HTTP may see: views and doors into ems.';
