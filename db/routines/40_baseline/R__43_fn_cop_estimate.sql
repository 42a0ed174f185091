create or replace function ems.fn_cop_estimate(p_site_id text, p_outdoor_c double precision, p_flow_c double precision, p_at timestamptz)
returns double precision
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  -- The share of Carnot that the last 60 days showed, drawn to the configured one as if that were 20 kWh of measurements.
  select ems.fn_cop(p_outdoor_c, coalesce(p_flow_c, h.flow_at_zero_c - h.flow_slope * p_outdoor_c),
    (h.carnot_ratio * 20000 + coalesce(m.weighted, 0)) / (20000 + coalesce(m.weight, 0)))
  from ems.heat_pump as h
  left join lateral (
    select sum(v.carnot_ratio * v.electric_wh) as weighted, sum(v.electric_wh) as weight
    from ems.vw_heat_pump_cop_history as v
    where v.site_id = p_site_id and v.day_starts_at >= p_at - interval '60 days' and v.day_ends_at <= p_at and v.carnot_ratio is not null
  ) as m on true
  where h.site_id = p_site_id;
$$;
comment on function ems.fn_cop_estimate(text, double precision, double precision, timestamptz) is
  'COP expected at an outdoor and a flow temperature, calibrated by what was measured in the 60 days before p_at (vw_heat_pump_cop_history). NULL flow: the heating curve. NULL without a heat pump or an outdoor temperature.';
