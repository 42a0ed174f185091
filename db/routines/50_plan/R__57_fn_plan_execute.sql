create or replace function ems.fn_plan_execute(
  p_problem jsonb, p_mode text[], p_power_w double precision[], p_flexible_w double precision[], p_curtailed_w double precision[]
) returns double precision
language sql immutable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  select coalesce((select sum(c.cost order by c.n) from unnest(w.slot_cost) with ordinality as c (cost, n)), 0)
    - coalesce((p_problem #>> '{battery,terminal_value_per_kwh}')::double precision
      * coalesce(w.soc_wh[cardinality(w.soc_wh)], (p_problem #>> '{battery,soc_wh}')::double precision) / 1000, 0)
  from ems.fn_plan_walk(p_problem, p_mode, p_power_w, p_flexible_w, p_curtailed_w) as w;
$$;
comment on function ems.fn_plan_execute(jsonb, text[], double precision[], double precision[], double precision[]) is
  'What fn_plan_walk costs altogether: a house run through a planning problem in given ways of working. Currency; terminal value of what is stored taken off, as in fn_solve_plan; shortfalls of cars and heat are not in it.';
