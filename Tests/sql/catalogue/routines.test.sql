-- Labels are promises: volatility, parallel safety, names bound early, no clock inside.
begin;
select plan(13);
create temporary view routine as
  select p.*, l.lanname, coalesce(pg_get_function_sqlbody(p.oid), regexp_replace(p.prosrc, '--[^\n]*', '', 'g')) as body
  from pg_proc as p join pg_language as l on l.oid = p.prolang where p.pronamespace in ('ems'::regnamespace, 'api'::regnamespace);
select cmp_ok((select count(*)::int from routine), '>', 100, 'there is something to look at');
select is_empty($$ select oid::regprocedure from routine where prosqlbody is null and not proconfig @> '{"search_path=pg_catalog, pg_temp"}' $$, 'every routine binds its names at creation or pins search_path to pg_catalog, pg_temp');
select is_empty($$ select oid::regprocedure from routine where prosqlbody is not null and proconfig is not null $$, 'and what binds them at creation sets nothing: it would never be put in its caller''s place');
select is_empty($$ select oid::regprocedure from routine where array_remove(array_remove(proconfig, 'search_path=pg_catalog, pg_temp'), 'plan_cache_mode=force_generic_plan') <> '{}' $$,
  'and sets nothing else, but that its plan is kept');
select is_empty($$ select oid::regprocedure from routine where lanname not in ('sql', 'plpgsql') $$, 'SQL and PL/pgSQL, nothing else');
-- (health sets the status of its answer, which a parallel worker cannot)
select is_empty($$ select oid::regprocedure from routine where (provolatile <> 'v') <> (proparallel = 's') and proname <> 'health' $$, 'what reads or computes is parallel safe, what writes is not');
select is_empty($$ select oid::regprocedure from routine where provolatile <> 'v' and body ~* '\m(insert into|update ems\.|delete from|pg_notify|nextval|pg_advisory)' $$, 'what says it reads writes nothing');
select is_empty($$ select oid::regprocedure from routine where provolatile = 'i' and body ~* '\m(from|join) ems\.(?!fn_)' $$, 'what says it computes reads nothing');
select is_empty($$ select oid::regprocedure from routine where provolatile = 'v' and body !~* '\m(insert|update|delete|execute|perform|set_config|into ems|fn_|gen_random_bytes|gen_salt)' $$, 'what says it writes does, or draws a lot');
-- law 2
select is_empty($$ select oid::regprocedure from routine where pronamespace = 'ems'::regnamespace
  and body ~* '\m(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|\m(current_timestamp|current_date|current_time|localtime|localtimestamp)\M|''(now|today|yesterday|tomorrow)''' $$,
  'nothing inside asks the clock: time is an argument');
select is_empty($$ select oid::regprocedure from routine where pronamespace = 'ems'::regnamespace and pg_get_function_arguments(oid) ~* '(now\(\)|current_timestamp|clock_timestamp)' and proname <> 'fn_create_planning_run' $$, 'nor by default, but for the one that a person calls by hand');
select is_empty($$ select oid::regprocedure, a from routine cross join unnest(proargnames[1:pronargs]) as a where a !~ '^p_[a-z0-9_]+$' and proname not in ('fn_register') and not (pronamespace = 'api'::regnamespace and proname in ('login', 'refresh', 'logout', 'change_password', 'setup', 'exchange_token')) and a <> '' $$, 'arguments begin with p_, so that they collide with no column (a driver''s line reads without, and so does a login)');
-- refusals
select is_empty($$ select r.oid::regprocedure, m[1] from routine as r cross join lateral regexp_matches(r.body, 'errcode *= *''([^'']*)''', 'g') as m where m[1] !~ '^SA(400|401|403|404|409|422|423|429|503)$' and m[1] <> '22023' $$, 'refusals carry SA and the status of HTTP (the solver''s is 22023)');
select * from finish();
rollback;
