create or replace function api.control_mode(p_site_id text, p_mode text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer jsonb;
begin
  perform ems.fn_member_require(p_site_id, 'operator');
  v_answer := ems.fn_request_begin('control_mode', jsonb_build_array(p_site_id, p_mode), now());
  if v_answer is not null then return v_answer; end if;
  if p_mode is null or p_mode not in ('observe', 'control') then
    raise exception 'no mode %', coalesce(p_mode, 'given') using errcode = 'SA422', constraint = 'site_control_mode_check', hint = 'observe or control.';
  end if;
  return ems.fn_request_end(jsonb_build_object('site_id', p_site_id, 'control_mode', ems.fn_site_control(p_site_id, p_mode, ems.fn_author(), now())));
end
$$;
comment on function api.control_mode(text, text) is 'Switches control of a house on (control) or off (observe: the owner''s settings are written back and nothing else ever). SA404, SA422.';
