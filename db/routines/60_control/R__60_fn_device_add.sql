create or replace function ems.fn_device_add(p_site_id text, p_device text, p_device_model text, p_gateway_id text, p_unit_id integer) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_id integer;
begin
  if not exists (select from ems.device_model where device_model = p_device_model) then
    raise exception 'no device model %', p_device_model using errcode = 'SA422', constraint = 'device_device_model_fkey',
      hint = (select 'There are ' || string_agg(m.device_model, ', ' order by m.device_model) || '.' from ems.device_model as m);
  end if;
  if not exists (select from ems.gateway where site_id = p_site_id and gateway_id = p_gateway_id) then
    raise exception 'no gateway % at site %', p_gateway_id, p_site_id using errcode = 'SA422', constraint = 'device_site_id_gateway_id_fkey',
      hint = (select 'It has ' || string_agg(g.gateway_id, ', ' order by g.gateway_id) || '.' from ems.gateway as g where g.site_id = p_site_id);
  end if;
  insert into ems.device (site_id, device, device_model, gateway_id, unit_id) values (p_site_id, p_device, p_device_model, p_gateway_id, p_unit_id)
  on conflict do nothing returning device_id into v_id;
  if v_id is null then
    raise exception 'site % has this device already', p_site_id using errcode = 'SA409', constraint = 'device_site_id_device_key',
      detail = format('device=%s gateway_id=%s unit_id=%s', p_device, p_gateway_id, p_unit_id), hint = 'By name, or by gateway, unit and model.';
  end if;
  perform pg_notify('ems_event', json_build_object('kind', 'site', 'site', p_site_id)::text);
  return v_id;
end
$$;
comment on function ems.fn_device_add(text, text, text, text, integer) is
  'Registers a device behind a gateway; its telemetry is refused until somebody validates it. Returns its id. SA422: no such model or gateway; SA409: it is there.';
