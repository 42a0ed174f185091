create or replace function api.device_validate(p_site_id text, p_device text, p_validated boolean default true) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer jsonb;
begin
  perform ems.fn_member_require(p_site_id, 'installer');
  v_answer := ems.fn_request_begin('device_validate', jsonb_build_array(p_site_id, p_device, p_validated), now());
  if v_answer is not null then return v_answer; end if;
  perform ems.fn_device_validate(p_site_id, p_device, coalesce(p_validated, true), ems.fn_author(), now());
  return ems.fn_request_end((select to_jsonb(d) from (select v.site_id, v.device, v.validated, v.validated_at, v.validated_by from ems.device as v where v.site_id = p_site_id and v.device = p_device) as d));
end
$$;
comment on function api.device_validate(text, text, boolean) is 'Vouches for a device, or takes it back (false): from then on its telemetry is stored, or refused. SA404.';
