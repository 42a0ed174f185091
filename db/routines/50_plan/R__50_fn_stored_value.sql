create or replace function ems.fn_stored_value(p_battery ems.battery, p_buy_per_kwh double precision[]) returns double precision
language sql immutable parallel safe security invoker
begin atomic
  select greatest(0, percentile_cont(0.33) within group (order by p.price) * (p_battery).discharge_efficiency - (p_battery).wear_per_kwh) from unnest(p_buy_per_kwh) as p (price);
end;
comment on function ems.fn_stored_value(ems.battery, double precision[]) is
  'What a kWh left in the battery at the end of a time with these prices is worth: it saves buying in the cheaper third of such slots. Prices that are NULL do not count; NULL where none is known.';
