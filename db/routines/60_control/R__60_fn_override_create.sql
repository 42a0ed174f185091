create or replace function ems.fn_override_create(
  p_site_id text, p_kind text, p_ends_at timestamptz, p_author text, p_reason text, p_at timestamptz,
  p_device text default null, p_power_w double precision default null, p_energy_wh double precision default null, p_starts_at timestamptz default null
) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_class text := case split_part(p_kind, '_', 1) when 'battery' then 'inverter' when 'car' then 'charger' when 'heat' then 'heat_pump' end;
  v_device_id integer;
  v_id bigint;
begin
  if not exists (select from ems.site where site_id = p_site_id) then
    raise exception 'no site %', p_site_id using errcode = 'SA404';
  end if;
  if p_ends_at <= p_at then
    raise exception 'an override must end in the future' using errcode = 'SA422', constraint = 'override_future', detail = format('ends_at=%s now=%s', p_ends_at, p_at);
  end if;
  if p_kind <> 'export_stop' then
    select d.device_id into v_device_id
    from ems.device as d join ems.device_model as m on m.device_model = d.device_model
    where d.site_id = p_site_id and d.enabled and (p_device is null or d.device = p_device) and (v_class is null or m.class = v_class)
      and exists (select from ems.device_mode as o where o.device_model = d.device_model)
    order by d.device_id limit 1;
    if v_device_id is null then
      raise exception 'no device for %', p_kind using errcode = 'SA422', constraint = 'override_device', detail = format('site=%s device=%s', p_site_id, p_device),
        hint = 'Name a device that can be controlled this way.';
    end if;
  end if;
  insert into ems.override (site_id, device_id, kind, power_w, energy_wh, starts_at, ends_at, author, reason, created_at)
  values (p_site_id, v_device_id, p_kind, p_power_w, p_energy_wh, coalesce(p_starts_at, p_at), p_ends_at, p_author, p_reason, p_at)
  returning override_id into v_id;
  perform pg_notify('ems_event', json_build_object('kind', 'override', 'site', p_site_id, 'id', v_id)::text);
  return v_id;
end
$$;
comment on function ems.fn_override_create(text, text, timestamptz, text, text, timestamptz, text, double precision, double precision, timestamptz) is
  'A person wants something else than the plan until p_ends_at; the newest override of a device wins. Returns its id. SA404 no site, SA422 no such device or an end in the past; unknown kinds, over-long or negative values by the table''s checks.';
