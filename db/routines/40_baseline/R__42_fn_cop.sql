create or replace function ems.fn_cop(p_outdoor_c double precision, p_flow_c double precision, p_carnot_ratio double precision)
returns double precision
language sql immutable parallel safe strict security invoker
return greatest(1, least(8, p_carnot_ratio * ems.fn_cop_carnot(p_outdoor_c, p_flow_c)));
comment on function ems.fn_cop(double precision, double precision, double precision) is
  'COP of an air-water heat pump: share of the Carnot COP (fn_cop_carnot), clipped to 1 … 8 (EMHASS).';
