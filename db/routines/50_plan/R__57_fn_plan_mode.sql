create or replace function ems.fn_plan_mode(
  p_battery ems.battery, p_battery_w double precision, p_grid_w double precision, p_soc_pct double precision,
  p_value_per_kwh double precision, p_buy_per_kwh double precision, p_sell_per_kwh double precision
) returns text
language sql immutable parallel safe security invoker
return case
  -- more than the sun has to spare: from the grid
  when p_battery_w > 50 and p_grid_w > 50 then 'charge'
  -- more than the house takes: to the grid
  when p_battery_w < -50 and p_grid_w < -50 then 'discharge'
  -- what is stored is worth more than buying: what is missing comes from the grid
  when p_battery_w >= -50 and p_buy_per_kwh < (p_value_per_kwh + (p_battery).wear_per_kwh) / (p_battery).discharge_efficiency - 0.01 then 'hold'
  -- there is room, but selling brings more than storing: what is left over goes to the grid
  when p_battery_w <= 50 and p_soc_pct < (p_battery).soc_max_pct - 1
    and p_sell_per_kwh > (p_value_per_kwh - (p_battery).wear_per_kwh) * (p_battery).charge_efficiency + 0.01 then 'idle'
  else 'self_consumption' end;
comment on function ems.fn_plan_mode(ems.battery, double precision, double precision, double precision, double precision, double precision, double precision) is
  'The way of working that carries a planned slot out and stays right when load and sun are not as expected. Battery (+ charges) and grid (+ imports) in W, SoC at the slot''s end in %, '
  'the value of one more stored kWh, and the slot''s prices. self_consumption follows PV and load; hold does not discharge, where a stored kWh is worth more than a bought one; idle does not charge, '
  'where a sold kWh is worth more than a stored one; charge and discharge use the grid. What the plan itself does is never held back; a hundredth of a currency unit decides nothing.';
