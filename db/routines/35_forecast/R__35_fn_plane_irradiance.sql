create or replace function ems.fn_plane_irradiance(
  p_ghi_w_m2 double precision, p_dni_w_m2 double precision, p_dhi_w_m2 double precision,
  p_elevation_deg double precision, p_azimuth_deg double precision, p_tilt_deg double precision, p_plane_azimuth_deg double precision
) returns double precision
language plpgsql immutable parallel safe strict security invoker set search_path = pg_catalog, pg_temp
as $$
begin
  return greatest(0,
    p_dni_w_m2 * greatest(0, sind(p_elevation_deg) * cosd(p_tilt_deg) + cosd(p_elevation_deg) * sind(p_tilt_deg) * cosd(p_azimuth_deg - p_plane_azimuth_deg))
    + p_dhi_w_m2 * (1 + cosd(p_tilt_deg)) / 2
    + 0.2 * p_ghi_w_m2 * (1 - cosd(p_tilt_deg)) / 2);
end
$$;
comment on function ems.fn_plane_irradiance(double precision, double precision, double precision, double precision, double precision, double precision, double precision) is
  'Irradiance on a tilted plane, W/m²: DNI × cos(angle of incidence) + isotropic diffuse + ground reflection at albedo 0.2 (Liu and Jordan).';
