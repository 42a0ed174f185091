create or replace function ems.fn_pv_model(p_site_id text, p_forecast_run_id bigint, p_from timestamptz, p_to timestamptz)
returns table (starts_at timestamptz, ends_at timestamptz, pv_w double precision, pv_p10_w double precision, pv_p90_w double precision, temperature_c double precision)
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  with slot as (
    -- longer forecast slots are cut into the site's: the sun moves within them
    select g.starts_at, g.starts_at + w.width as ends_at, v.ghi_w_m2, v.dni_w_m2, v.dhi_w_m2, v.temperature_c, v.pv_w, v.pv_p10_w, v.pv_p90_w,
      s.latitude_deg, s.longitude_deg
    from ems.forecast_value as v
    join ems.site as s on s.site_id = v.site_id
    cross join lateral (select make_interval(mins => s.slot_minutes) as width) as w
    cross join lateral generate_series(date_bin(w.width, v.starts_at, timestamptz 'epoch'), v.ends_at - interval '1 microsecond', w.width) as g (starts_at)
    where v.site_id = p_site_id and v.forecast_run_id = p_forecast_run_id
      and v.ends_at > p_from and v.starts_at < p_to and g.starts_at >= p_from and g.starts_at < p_to
  ), lit as (
    select l.*, sun.elevation_deg, sun.azimuth_deg,
      -- where the provider splits nothing: Erbs' diffuse share at the clearness the sun's height allows
      coalesce(l.dhi_w_m2, l.ghi_w_m2 * k.diffuse) as dhi,
      coalesce(l.dni_w_m2, case when sun.elevation_deg > 3 then least(1100, l.ghi_w_m2 * (1 - k.diffuse) / sind(sun.elevation_deg)) else 0 end) as dni
    from slot as l
    -- (strict: no sun is asked for where the provider gives power and no irradiance)
    cross join lateral ems.fn_sun_position(case when l.ghi_w_m2 is not null then l.latitude_deg end, l.longitude_deg, l.starts_at + (l.ends_at - l.starts_at) / 2) as sun
    cross join lateral (select case when sun.elevation_deg > 1 then least(1, l.ghi_w_m2 / (1361 * sind(sun.elevation_deg))) else 0 end as kt) as c
    cross join lateral (select case when c.kt <= 0.22 then 1 - 0.09 * c.kt
      when c.kt <= 0.8 then 0.9511 - 0.1604 * c.kt + 4.388 * c.kt ^ 2 - 16.638 * c.kt ^ 3 + 12.336 * c.kt ^ 4 else 0.165 end as diffuse) as k
  ), plane as (
    -- DC power with the cell temperature of Ross; losses; limit of the plane's inverter
    -- (least and greatest pass over a NULL: what is not known is left out before)
    select t.starts_at, greatest(0, least(p.ac_limit_w, p.peak_w * g.gti / 1000 * (1 - p.loss_ratio)
      * least(1.1, 1 + p.temperature_per_k * (coalesce(t.temperature_c, 15) + p.ross_k_m2_w * g.gti - 25)))) as watts
    from lit as t
    join ems.pv_plane as p on p.site_id = p_site_id
    cross join lateral (select ems.fn_plane_irradiance(t.ghi_w_m2, t.dni, t.dhi, t.elevation_deg, t.azimuth_deg, p.tilt_deg, p.azimuth_deg) as gti) as g
    where g.gti is not null
  )
  select t.starts_at, t.ends_at, coalesce(t.pv_w, m.watts), t.pv_p10_w, t.pv_p90_w, t.temperature_c
  from lit as t
  left join (select p.starts_at, sum(p.watts) as watts from plane as p group by p.starts_at) as m on m.starts_at = t.starts_at
  order by t.starts_at;
$$;
comment on function ems.fn_pv_model(text, bigint, timestamptz, timestamptz) is
  'PV power of one stored forecast, W AC by slot, before calibration: irradiance on each plane (Liu and Jordan), cell temperature (Ross), losses, inverter limit; '
  'the provider''s own power where it gives one. NULL where irradiance is missing. Beam and diffuse from global alone by Erbs (1982).';
