create or replace function ems.fn_sun_position(
  p_latitude_deg double precision, p_longitude_deg double precision, p_at timestamptz, out elevation_deg double precision, out azimuth_deg double precision
)
language plpgsql immutable parallel safe strict security invoker set search_path = pg_catalog, pg_temp
as $$
-- NOAA's low-precision formulas (Meeus, Astronomical Algorithms): good to 0.01 degrees for decades around 2000.
declare
  v_n constant double precision := extract(epoch from p_at)::double precision / 86400 - 10957.5;
  v_mean_longitude constant double precision := 280.460 + 0.9856474 * v_n;
  v_mean_anomaly constant double precision := 357.528 + 0.9856003 * v_n;
  v_obliquity constant double precision := 23.439 - 0.0000004 * v_n;
  v_longitude constant double precision := v_mean_longitude + 1.915 * sind(v_mean_anomaly) + 0.020 * sind(2 * v_mean_anomaly);
  v_declination constant double precision := asind(sind(v_obliquity) * sind(v_longitude));
  -- Greenwich mean sidereal time − right ascension + longitude
  v_hour_angle constant double precision := 280.46062 + 360.98564737 * v_n - atan2d(cosd(v_obliquity) * sind(v_longitude), cosd(v_longitude)) + p_longitude_deg;
begin
  elevation_deg := asind(greatest(-1, least(1, sind(p_latitude_deg) * sind(v_declination) + cosd(p_latitude_deg) * cosd(v_declination) * cosd(v_hour_angle))));
  -- 0 south, east negative
  azimuth_deg := atan2d(sind(v_hour_angle), cosd(v_hour_angle) * sind(p_latitude_deg) - tand(v_declination) * cosd(p_latitude_deg));
end
$$;
comment on function ems.fn_sun_position(double precision, double precision, timestamptz) is
  'Where the sun stands: elevation above the horizon and azimuth (0 south, −90 east, 90 west), degrees. NOAA low-precision formulas.';
