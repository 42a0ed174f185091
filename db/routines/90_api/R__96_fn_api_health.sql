create or replace function api.health() returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_site jsonb;
  v_ready boolean;
begin
  -- A house is fresh while one of its devices has spoken within two minutes; one without devices has nothing to say.
  select coalesce(jsonb_agg(jsonb_build_object('site_id', s.site_id, 'telemetry_age_s', round(a.age_s::numeric, 1), 'fresh', coalesce(a.age_s < 120, not a.expected)) order by s.site_id)
      filter (where s.site_id = any (array(select ems.fn_member_site()))), '[]'),
    coalesce(bool_and(coalesce(a.age_s < 120, not a.expected)), true)
  into v_site, v_ready
  from ems.site as s
  cross join lateral (
    select extract(epoch from now() - max(l.received_at)) as age_s,
      exists (select from ems.device as d where d.site_id = s.site_id and d.enabled and d.validated) as expected
    from ems.telemetry_last as l where l.site_id = s.site_id
  ) as a;
  if not v_ready then
    perform set_config('response.status', '503', true);
  end if;
  return jsonb_build_object('ready', v_ready, 'sites', v_site);
end
$$;
comment on function api.health() is 'Whether database and telemetry are fresh: ready, and the age of the telemetry of each house the caller may see, in seconds. Answers 503 while a house is silent for two minutes.';
