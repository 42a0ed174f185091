create or replace function ems.fn_reason_text(p_reason text) returns text
language sql immutable parallel safe strict security invoker
return case p_reason
  when 'charge_from_pv' then 'the sun gives more than the house takes, and a stored kWh will be worth more than its sale'
  when 'charge_cheap_grid' then 'buying now and storing costs less than what a stored kWh will be worth'
  when 'charge_from_pv_and_grid' then 'the sun''s surplus goes into the battery, and buying more on top pays too'
  when 'discharge_to_load' then 'buying now costs more than what a stored kWh will be worth later'
  when 'discharge_to_grid' then 'selling now brings more than what a stored kWh will be worth later'
  when 'curtail_negative_price' then 'selling would cost money, so PV is held back'
  when 'curtail_export_limit' then 'more may not be exported, so PV is held back'
  when 'heat' then 'the battery rests; the heat pump runs where heat is cheapest'
  when 'charge_car' then 'the battery rests; the car charges where it is cheapest'
  when 'battery_full' then 'the battery is full, so the surplus is sold'
  when 'export_surplus' then 'selling the surplus now brings more than storing it'
  when 'hold_for_later' then 'what is stored will save more later'
  when 'battery_empty' then 'the battery is at its reserve, so the house buys'
  when 'import_load' then 'the house buys what it needs'
  else p_reason end;
comment on function ems.fn_reason_text(text) is 'A planner''s reason (fn_solve_plan) in words; an unknown code as it is.';
