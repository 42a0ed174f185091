create or replace function ems.fn_plan_incumbent_cost(p_site_id text, p_planning_run_id bigint, p_problem jsonb, p_from timestamptz)
returns double precision
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  with slot as (
    select g.n, i.*
    from generate_series(1, jsonb_array_length(p_problem -> 'buy_price')) as g (n)
    left join ems.planning_interval as i on i.site_id = p_site_id and i.planning_run_id = p_planning_run_id
      and i.starts_at = p_from + (g.n - 1) * make_interval(mins => (p_problem ->> 'slot_minutes')::integer)
  ), schedule as (
    select array_agg(coalesce(s.mode, 'self_consumption') order by s.n) as mode,
      array_agg(coalesce(s.battery_charge_w - s.battery_discharge_w, 0) order by s.n) as power_w,
      array_agg(coalesce(s.ev_w + s.heat_pump_w, 0) order by s.n) as flexible_w, array_agg(coalesce(s.curtailed_w, 0) order by s.n) as curtailed_w,
      array_agg(coalesce(s.heat_pump_w, 0) order by s.n) as heat_pump_w
    from slot as s
  ), missing as (
    -- what the cars would lack if the old plan went on
    select coalesce(sum(greatest(0, (e.value ->> 'energy_wh')::double precision - d.delivered_wh)
      * coalesce((e.value ->> 'shortfall_per_kwh')::double precision, 50) / 1000), 0) as cost
    from jsonb_array_elements(p_problem -> 'ev') as e
    cross join lateral (
      select coalesce(sum((s.ev ->> (e.value ->> 'id'))::double precision), 0) * (p_problem ->> 'slot_minutes')::double precision / 60 * (e.value ->> 'efficiency')::double precision as delivered_wh
      from slot as s where s.n > (e.value ->> 'from_slot')::integer and s.n <= (e.value ->> 'to_slot')::integer
    ) as d
  )
  select ems.fn_plan_execute(p_problem, c.mode, c.power_w, c.flexible_w, c.curtailed_w) + ems.fn_plan_heat_cost(p_problem, c.heat_pump_w) + m.cost from schedule as c cross join missing as m;
$$;
comment on function ems.fn_plan_incumbent_cost(text, bigint, jsonb, timestamptz) is
  'What a stored plan would cost over the horizon of a new problem that starts at p_from, carried out by its ways of working, with what its cars and its heat would lack. Slots it does not cover run as self-consumption.';
