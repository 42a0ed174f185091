create or replace function ems.fn_heat_demand(p_site_id text, p_from timestamptz, p_to timestamptz, p_at timestamptz)
returns table (starts_at timestamptz, outdoor_c double precision, flow_c double precision, heat_w double precision, cop double precision)
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  with ratio as materialized (
    select h.*, s.time_zone, ems.fn_carnot_ratio(p_site_id, p_at) as calibrated
    from ems.heat_pump as h join ems.site as s on s.site_id = h.site_id where h.site_id = p_site_id
  ), last as (
    select l.value as outdoor_c from ems.fn_site_signal(p_site_id, p_at) as l where l.signal = 'outdoor_c' and l.fresh
  )
  select f.starts_at, t.outdoor_c, t.flow_c,
    -- degree-hours for the house, and hot water where people use it: mornings and evenings
    r.loss_w_per_k * greatest(0, r.base_c - t.outdoor_c)
      + r.hot_water_wh_day / 24 * case when extract(hour from f.starts_at at time zone r.time_zone) between 6 and 8 then 2.4
          when extract(hour from f.starts_at at time zone r.time_zone) between 18 and 22 then 2.0
          when extract(hour from f.starts_at at time zone r.time_zone) between 0 and 5 then 0.1 else 0.62 end,
    ems.fn_cop(t.outdoor_c, t.flow_c, r.calibrated)
  from ratio as r
  cross join lateral ems.fn_pv_forecast(p_site_id, p_from, p_to, p_at) as f
  cross join lateral (select coalesce(f.temperature_c, (select outdoor_c from last), 8) as outdoor_c) as o
  cross join lateral (select o.outdoor_c, greatest(25, least(65, r.flow_at_zero_c - r.flow_slope * o.outdoor_c)) as flow_c) as t
  order by f.starts_at;
$$;
comment on function ems.fn_heat_demand(text, timestamptz, timestamptz, timestamptz) is
  'Heat the house needs in each slot, W, from degree-hours below its base temperature and hot water, with the flow temperature of its curve and the calibrated COP. '
  'Outdoor temperature from the forecast, else the last measured, else 8 °C. No rows without a heat pump.';
