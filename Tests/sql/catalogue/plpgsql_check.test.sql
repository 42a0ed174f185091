-- plpgsql_check reads every PL/pgSQL function, and finds nothing.
\set QUIET on
select count(*) > 0 as here from pg_extension where extname = 'plpgsql_check' \gset
\if :here
-- before the first function of this session runs
load 'plpgsql';
load 'plpgsql_check';
\endif
begin;
select plan(3);
\if :here
create temporary table finding as
  select p.proname, c.lineno, c.level, c.sqlstate, c.message
  from pg_proc as p join pg_language as l on l.oid = p.prolang and l.lanname = 'plpgsql'
  cross join lateral plpgsql_check_function_tb(p.oid, coalesce((select t.tgrelid from pg_trigger as t where t.tgfoid = p.oid limit 1), 0), newtable => (select t.tgnewtable from pg_trigger as t where t.tgfoid = p.oid limit 1), fatal_errors => false, other_warnings => true, extra_warnings => true, security_warnings => true) as c
  where p.pronamespace in ('ems'::regnamespace, 'api'::regnamespace)
    -- casts of literals such as '{}' are no findings, nor are loops that name their counter as the loop before did
    and c.sqlstate <> '42804' and c.message not like 'auto variable % shadows%';
-- (a refusal of the solver is immutable, so planning it already refuses)
select is_empty($$ select * from finding where level = 'error' and not (sqlstate = '22023' and message like 'planning problem refused%') $$, 'no function speaks of what is not there');
-- (the inner functions of the solver keep their scratch variables)
select is_empty($$ select * from finding where level <> 'error' and level not like 'performance%' and proname !~ '^fn_(solve_plan|plan_(battery|car|curve|grid|heat|house|pump|relax|stack))' $$, 'no variable is unused, no parameter unread, no query open to injection');
select is_empty($$ select * from finding where level like 'performance%' $$, 'no label is weaker than it could be');
\else
select skip('plpgsql_check is not on this server', 3);
\endif
select * from finish();
rollback;
