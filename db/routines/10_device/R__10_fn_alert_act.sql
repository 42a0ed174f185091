create or replace function ems.fn_alert_act(p_site_id text, p_alert_id bigint, p_action text, p_author text, p_at timestamptz)
returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_alert ems.alert;
  v_latched boolean;
begin
  select a.* into v_alert from ems.alert as a where a.site_id = p_site_id and a.alert_id = p_alert_id for update;
  if not found then
    raise exception 'no such alert' using errcode = 'SA404', detail = format('site=%s alert=%s', p_site_id, p_alert_id);
  end if;
  select c.latched into v_latched from ems.alert_code as c where c.code = v_alert.code;
  if v_alert.state = 'resolved' then return 'resolved'; end if;
  case p_action
    when 'acknowledge' then
      update ems.alert set state = 'acknowledged', acknowledged_at = p_at, acknowledged_by = p_author
      where site_id = p_site_id and alert_id = p_alert_id and state = 'open';
      return 'acknowledged';
    when 'resolve', 'reset' then
      if v_latched and p_action <> 'reset' then
        raise exception 'a safety lock is reset, not resolved' using errcode = 'SA409', constraint = 'alert_latched',
          detail = format('code=%s', v_alert.code), hint = 'Find out why it locked, then use the action reset.';
      end if;
      update ems.alert set state = 'resolved', resolved_at = p_at, resolved_by = p_author
      where site_id = p_site_id and alert_id = p_alert_id;
      return 'resolved';
    else
      raise exception 'unknown action %', p_action using errcode = 'SA400', hint = 'acknowledge, resolve or reset.';
  end case;
end
$$;
comment on function ems.fn_alert_act(text, bigint, text, text, timestamptz) is
  'A person acknowledges, resolves or (latched ones) resets an alert; returns its new state. Acting on a resolved one changes nothing. SA404, SA409, SA400.';
