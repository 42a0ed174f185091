create or replace function ems.fn_plan_version() returns text
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  select md5(string_agg(p.proname || coalesce(p.prosrc, ''), ';' order by p.proname, p.oid::regprocedure::text collate "C"))
  from pg_proc as p
  where p.pronamespace = 'ems'::regnamespace and (p.proname = 'fn_solve_plan' or p.proname like 'fn\_plan\_%');
$$;
comment on function ems.fn_plan_version() is 'Fingerprint of the solver''s source: two runs of one version are comparable byte for byte.';
