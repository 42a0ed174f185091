create or replace function ems.fn_cop_carnot(p_outdoor_c double precision, p_flow_c double precision)
returns double precision
language sql immutable parallel safe strict security invoker
return (p_flow_c + 273.15) / greatest(5, p_flow_c - p_outdoor_c)
  -- defrosting takes a tenth of it in humid cold
  * case when p_outdoor_c between -3 and 5 then 0.9 else 1 end;
comment on function ems.fn_cop_carnot(double precision, double precision) is
  'Carnot COP, T_flow / (T_flow − T_outdoor) in kelvin, 10 % less between −3 and 5 °C for defrosting: what fn_cop takes a share of.';
