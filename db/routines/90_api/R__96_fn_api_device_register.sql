create or replace function api.device_register(p_site_id text, p_device text, p_device_model text, p_gateway_id text, p_unit_id integer default 1) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer jsonb;
begin
  perform ems.fn_member_require(p_site_id, 'installer');
  v_answer := ems.fn_request_begin('device_register', jsonb_build_array(p_site_id, p_device, p_device_model, p_gateway_id, p_unit_id), now());
  if v_answer is not null then return v_answer; end if;
  perform ems.fn_device_add(p_site_id, p_device, p_device_model, p_gateway_id, p_unit_id);
  return ems.fn_request_end(jsonb_build_object('site_id', p_site_id, 'device', p_device, 'validated', false), 201, format('/rest/vw_device?site_id=eq.%s&device=eq.%s', p_site_id, p_device));
end
$$;
comment on function api.device_register(text, text, text, text, integer) is
  'Registers a device of a known model behind a gateway of the house; its telemetry is refused until device_validate. Answers 201. SA404, SA409, SA422.';
