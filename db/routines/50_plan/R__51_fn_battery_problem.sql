create or replace function ems.fn_battery_problem(p_battery ems.battery, p_soc_wh double precision, p_terminal_value_per_kwh double precision) returns jsonb
language sql immutable parallel safe security invoker
begin atomic
  select jsonb_build_object(
    'soc_wh', round(p_soc_wh::numeric, 1),
    'soc_min_wh', (p_battery).capacity_wh * (p_battery).soc_min_pct / 100, 'soc_max_wh', (p_battery).capacity_wh * (p_battery).soc_max_pct / 100,
    'charge_limit_w', (p_battery).charge_limit_w, 'discharge_limit_w', (p_battery).discharge_limit_w,
    'charge_efficiency', (p_battery).charge_efficiency, 'discharge_efficiency', (p_battery).discharge_efficiency, 'wear_per_kwh', (p_battery).wear_per_kwh,
    'terminal_value_per_kwh', round(p_terminal_value_per_kwh::numeric, 6), 'grid_charge', (p_battery).grid_charge, 'grid_discharge', (p_battery).grid_discharge);
end;
comment on function ems.fn_battery_problem(ems.battery, double precision, double precision) is
  'A battery as a planning problem has it (fn_solve_plan): with what it holds, Wh, and what a kWh left at the end is worth (fn_stored_value).';
