create or replace function api.override_cancel(p_site_id text, p_override_id bigint) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer jsonb;
begin
  perform ems.fn_member_require(p_site_id, 'operator');
  v_answer := ems.fn_request_begin('override_cancel', jsonb_build_array(p_site_id, p_override_id), now());
  if v_answer is not null then return v_answer; end if;
  return ems.fn_request_end(jsonb_build_object('site_id', p_site_id, 'override_id', p_override_id, 'cancelled', ems.fn_override_cancel(p_site_id, p_override_id, ems.fn_author(), now())));
end
$$;
comment on function api.override_cancel(text, bigint) is 'Takes an override back; cancelled is false where it was over already. SA404.';
