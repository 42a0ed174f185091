create or replace function ems.fn_command_failed(p_site_id text, p_command_id bigint, p_state text, p_error text, p_at timestamptz) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_command ems.command;
  v_device text;
begin
  if p_state not in ('failed', 'timeout') then
    raise exception 'unknown state %', p_state using errcode = 'SA400', hint = 'failed or timeout.';
  end if;
  update ems.command set state = p_state, finished_at = p_at, error = left(p_error, 500)
  where site_id = p_site_id and command_id = p_command_id and state in ('pending', 'sent', 'acked')
  returning * into v_command;
  if v_command.command_id is null then
    return (select c.state from ems.command as c where c.site_id = p_site_id and c.command_id = p_command_id);
  end if;
  select d.device into v_device from ems.device as d where d.site_id = p_site_id and d.device_id = v_command.device_id;

  if v_command.attempt < 3 and v_command.expires_at > p_at + interval '10 s' then
    insert into ems.command (site_id, device_id, setpoint_id, point, value, step, purpose, attempt, retry_of, author, reason, created_at, due_at, expires_at)
    values (p_site_id, v_command.device_id, v_command.setpoint_id, v_command.point, v_command.value, v_command.step, v_command.purpose, v_command.attempt + 1,
      p_command_id, v_command.author, v_command.reason, p_at, p_at + v_command.attempt * interval '5 s', v_command.expires_at);
  else
    perform ems.fn_alert_raise(p_site_id, case when v_command.acked_at is null then 'command_failed' else 'command_unverified' end, format('%s %s', v_device, v_command.point),
      format('%s: %s = %s, %s attempts: %s', v_device, v_command.point, v_command.value, v_command.attempt, p_error), p_at, jsonb_build_object('command_id', p_command_id));
    if v_command.purpose = 'restore' then
      perform ems.fn_alert_raise(p_site_id, 'control_lost', v_device, format('%s: %s could not be given back: %s', v_device, v_command.point, p_error), p_at);
    end if;
  end if;
  return p_state;
end
$$;
comment on function ems.fn_command_failed(text, bigint, text, text, timestamptz) is
  'A write failed, or nobody knows (timeout): ends the command and makes its retry, at most two; after the last one an alert. Returns the state. SA400 for another state.';
