create or replace function ems.fn_carnot_ratio(p_site_id text, p_at timestamptz)
returns double precision
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  -- The share of Carnot that the last 60 days showed, drawn to the configured one as if that were 20 kWh of measurements.
  select (h.carnot_ratio * 20000 + coalesce(m.weighted, 0)) / (20000 + coalesce(m.weight, 0))
  from ems.heat_pump as h
  left join lateral (
    select sum(v.carnot_ratio * v.electric_wh) as weighted, sum(v.electric_wh) as weight
    from ems.vw_heat_pump_cop_history as v
    where v.site_id = p_site_id and v.day_starts_at >= p_at - interval '1440 hours' and v.day_ends_at <= p_at and v.carnot_ratio is not null
  ) as m on true
  where h.site_id = p_site_id;
$$;
comment on function ems.fn_carnot_ratio(text, timestamptz) is
  'Share of the Carnot COP that a house''s heat pump is expected to reach, calibrated by what was measured in the 60 days before p_at. NULL without a heat pump.';
