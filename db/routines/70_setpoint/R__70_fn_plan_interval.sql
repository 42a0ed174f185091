create or replace function ems.fn_plan_interval(p_site_id text, p_at timestamptz)
returns setof ems.planning_interval
language plpgsql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  -- PL/pgSQL keeps the plan between calls
  return query
  select i.*
  from ems.planning_run as r
  join ems.planning_interval as i on i.site_id = r.site_id and i.planning_run_id = r.planning_run_id and i.starts_at <= p_at and i.ends_at > p_at
  where r.site_id = p_site_id and r.accepted and r.known_at <= p_at and r.horizon_to > p_at
  order by r.known_at desc, r.planning_run_id desc
  limit 1;
end
$$;
comment on function ems.fn_plan_interval(text, timestamptz) is 'The slot of the plan in force at an instant; no row without a plan that reaches it.';
