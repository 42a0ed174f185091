create or replace function ems.fn_forecast_wanted(p_site_id text)
returns table (provider text, rank smallint, kind text, resource text, needs_key boolean, latitude_deg double precision, longitude_deg double precision, time_zone text, plane jsonb)
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
  select f.provider, f.rank, p.kind, f.resource, p.needs_key, s.latitude_deg, s.longitude_deg, s.time_zone,
    (select coalesce(jsonb_agg(jsonb_build_object('plane', v.plane, 'peak_w', v.peak_w, 'tilt_deg', v.tilt_deg, 'azimuth_deg', v.azimuth_deg, 'ac_limit_w', v.ac_limit_w) order by v.plane), '[]')
      from ems.pv_plane as v where v.site_id = s.site_id)
  from ems.site_forecast as f
  join ems.forecast_provider as p on p.provider = f.provider
  join ems.site as s on s.site_id = f.site_id
  where f.site_id = p_site_id
  order by f.rank;
$$;
comment on function ems.fn_forecast_wanted(text) is 'Whom to ask for forecasts of a site, best first, with what they must be told: place and planes of the plant.';
