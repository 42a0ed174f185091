create or replace function ems.fn_plan_heat_cost(p_problem jsonb, p_power_w double precision[]) returns double precision
language plpgsql immutable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
declare
  h jsonb := p_problem -> 'heat_pump';
  v_hours double precision := (p_problem ->> 'slot_minutes')::double precision / 60;
  v_keep double precision := (h ->> 'store_retention')::double precision;
  v_least double precision := (h ->> 'store_min_wh')::double precision;
  v_most double precision := (h ->> 'store_max_wh')::double precision;
  v_store double precision := (h ->> 'store_wh')::double precision;
  v_drained double precision := v_store;
  v_lost double precision;
  v_missing double precision := 0;
  v_demand double precision[];
  v_cop double precision[];
begin
  if h is null then return 0; end if;
  select array_agg(d.value::double precision order by d.n) into v_demand from jsonb_array_elements_text(h -> 'heat_demand_w') with ordinality as d (value, n);
  select array_agg(c.value::double precision order by c.n) into v_cop from jsonb_array_elements_text(h -> 'cop') with ordinality as c (value, n);
  for t in 1..cardinality(v_demand) loop
    v_lost := v_hours * v_demand[t];
    v_drained := v_keep * v_drained - v_lost;
    -- what the store cannot take was not made: an old schedule meets warmer weather
    v_store := least(v_keep * v_store + v_hours * v_cop[t] * coalesce(p_power_w[t], 0) - v_lost, greatest(v_most, v_drained));
    v_missing := v_missing + greatest(v_least - v_store, 0);
    v_store := greatest(v_store, v_least);
  end loop;
  return (v_missing * coalesce((h ->> 'shortfall_per_kwh')::double precision, 20) - v_store * (h ->> 'terminal_value_per_kwh')::double precision) / 1000;
end
$$;
comment on function ems.fn_plan_heat_cost(jsonb, double precision[]) is
  'What the heat of a planning problem costs beside its electricity when the pump runs at p_power_w, W a slot: heat that is missing, less the worth of what is stored at the end, as in fn_solve_plan. 0 without a heat pump.';
