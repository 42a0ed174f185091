create or replace function api.alert_act(p_site_id text, p_alert_id bigint, p_action text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer jsonb;
begin
  perform ems.fn_member_require(p_site_id, 'operator');
  v_answer := ems.fn_request_begin('alert_act', jsonb_build_array(p_site_id, p_alert_id, p_action), now());
  if v_answer is not null then return v_answer; end if;
  -- a safety lock has a door of its own, for fewer people
  if p_action is null or p_action not in ('acknowledge', 'resolve') then
    raise exception 'unknown action %', p_action using errcode = 'SA400', hint = 'acknowledge or resolve.';
  end if;
  return ems.fn_request_end(jsonb_build_object('site_id', p_site_id, 'alert_id', p_alert_id, 'state', ems.fn_alert_act(p_site_id, p_alert_id, p_action, ems.fn_author(), now())));
end
$$;
comment on function api.alert_act(text, bigint, text) is 'Acknowledges or resolves an alert; answers its new state. SA404; SA409: a safety lock is reset, not resolved.';
