create or replace function ems.fn_cop_estimate(p_site_id text, p_outdoor_c double precision, p_flow_c double precision, p_at timestamptz)
returns double precision
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  select ems.fn_cop(p_outdoor_c, coalesce(p_flow_c, h.flow_at_zero_c - h.flow_slope * p_outdoor_c), ems.fn_carnot_ratio(p_site_id, p_at))
  from ems.heat_pump as h
  where h.site_id = p_site_id;
$$;
comment on function ems.fn_cop_estimate(text, double precision, double precision, timestamptz) is
  'COP expected at an outdoor and a flow temperature, calibrated by what was measured in the 60 days before p_at (vw_heat_pump_cop_history). NULL flow: the heating curve. NULL without a heat pump or an outdoor temperature.';
