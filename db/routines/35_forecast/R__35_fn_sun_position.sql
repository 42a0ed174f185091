create or replace function ems.fn_sun_position(
  p_latitude_deg double precision, p_longitude_deg double precision, p_at timestamptz, out elevation_deg double precision, out azimuth_deg double precision
)
language sql immutable parallel safe strict security invoker set search_path = pg_catalog, pg_temp
as $$
  -- NOAA's low-precision formulas (Meeus, Astronomical Algorithms): good to 0.01 degrees for decades around 2000.
  select asind(greatest(-1, least(1, sind(p_latitude_deg) * sind(e.declination) + cosd(p_latitude_deg) * cosd(e.declination) * cosd(e.hour_angle)))),
    -- 0 south, east negative
    atan2d(sind(e.hour_angle), cosd(e.hour_angle) * sind(p_latitude_deg) - tand(e.declination) * cosd(p_latitude_deg))
  from (select extract(epoch from p_at)::double precision / 86400 - 10957.5 as n) as d
  cross join lateral (select 280.460 + 0.9856474 * d.n as mean_longitude, 357.528 + 0.9856003 * d.n as mean_anomaly, 23.439 - 0.0000004 * d.n as obliquity) as m
  cross join lateral (select m.mean_longitude + 1.915 * sind(m.mean_anomaly) + 0.020 * sind(2 * m.mean_anomaly) as longitude) as l
  cross join lateral (select asind(sind(m.obliquity) * sind(l.longitude)) as declination,
    -- Greenwich mean sidereal time − right ascension + longitude
    280.46062 + 360.98564737 * d.n - atan2d(cosd(m.obliquity) * sind(l.longitude), cosd(l.longitude)) + p_longitude_deg as hour_angle) as e;
$$;
comment on function ems.fn_sun_position(double precision, double precision, timestamptz) is
  'Where the sun stands: elevation above the horizon and azimuth (0 south, −90 east, 90 west), degrees. NOAA low-precision formulas.';
