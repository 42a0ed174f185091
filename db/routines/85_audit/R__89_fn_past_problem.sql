create or replace function ems.fn_past_problem(
  p_site ems.site, p_battery ems.battery, p_soc_wh double precision, p_value_per_kwh double precision, p_from timestamptz,
  p_buy double precision[], p_sell double precision[], p_load_w double precision[], p_pv_w double precision[]
) returns jsonb
language sql immutable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
      'start', to_char(p_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'slot_minutes', (p_site).slot_minutes, 'buy_price', to_jsonb(p_buy), 'sell_price', to_jsonb(p_sell),
      'load_w', to_jsonb(p_load_w), 'pv_w', to_jsonb(p_pv_w), 'ev', '[]'::jsonb,
      'grid', jsonb_build_object('import_limit_w', (p_site).fuse_a * (p_site).phases * (p_site).nominal_voltage_v, 'export_limit_w', (p_site).export_limit_w))
    || case when (p_battery).capacity_wh is null then '{}' else jsonb_build_object('battery', ems.fn_battery_problem(p_battery, p_soc_wh, p_value_per_kwh)) end;
$$;
comment on function ems.fn_past_problem(ems.site, ems.battery, double precision, double precision, timestamptz, double precision[], double precision[], double precision[], double precision[]) is
  'The planning problem (fn_solve_plan) of a stretch of the past from p_from on: cars and heat pump are part of the load, as they were. Without a battery where p_battery has no capacity; p_value_per_kwh: what a stored kWh is worth at its end.';
