create or replace function ems.fn_plan_mode(
  p_battery_w double precision, p_grid_w double precision, p_load_w double precision, p_pv_used_w double precision
) returns text
language sql immutable parallel safe security invoker set search_path = pg_catalog, pg_temp
return case
  -- more than the sun has to spare: from the grid
  when p_battery_w > 50 and p_grid_w > 50 then 'charge'
  -- more than the house takes: to the grid
  when p_battery_w < -50 and p_grid_w < -50 then 'discharge'
  -- the battery rests: while power is missing it is held back, while it is left over it waits for a better hour
  when abs(p_battery_w) <= 50 and p_grid_w > 50 then 'hold'
  when abs(p_battery_w) <= 50 and p_grid_w < -50 then 'idle'
  else 'self_consumption' end;
comment on function ems.fn_plan_mode(double precision, double precision, double precision, double precision) is
  'The way of working that carries a planned slot out whatever load and sun really do: battery (+ charges) and grid (+ imports) in W. '
  'self_consumption follows PV and load; hold does not discharge; idle neither charges nor discharges; charge and discharge use the grid.';
