create or replace function ems.fn_replay_planning_run(p_site_id text, p_planning_run_id bigint)
returns table (result jsonb, same boolean, same_version boolean)
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
  select s.result, md5(s.result::text) = r.result_md5, r.solver_version = ems.fn_plan_version()
  from ems.planning_run as r
  cross join lateral (select ems.fn_solve_plan(r.problem) as result) as s
  where r.site_id = p_site_id and r.planning_run_id = p_planning_run_id and r.status <> 'refused';
$$;
comment on function ems.fn_replay_planning_run(text, bigint) is
  'Solves a stored problem again. same: to the byte what it was; same_version: with the same solver. No row for a refused run.';
