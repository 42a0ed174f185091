create or replace function ems.fn_command_verified(p_site_id text, p_command_id bigint, p_value_read double precision, p_at timestamptz) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_command ems.command;
  v_device ems.device;
  v_tolerance double precision;
begin
  -- One after the other with whatever else touches the site's settings: each of them takes several rows, and each in an order of its own.
  perform pg_advisory_xact_lock(hashtextextended('ems.setpoint ' || p_site_id, 0));
  select c.* into v_command from ems.command as c where c.site_id = p_site_id and c.command_id = p_command_id for update;
  if v_command.state is distinct from 'acked' then return v_command.state; end if;
  select d.* into v_device from ems.device as d where d.site_id = p_site_id and d.device_id = v_command.device_id;
  select abs(r.scale) / 2 into v_tolerance from ems.fn_device_register(p_site_id) as r where r.device_id = v_command.device_id and r.point = v_command.point;
  insert into ems.device_setting as s (site_id, device_id, point, value, read_at)
  values (p_site_id, v_command.device_id, v_command.point, p_value_read, p_at)
  on conflict (site_id, device_id, point) do update set value = excluded.value, read_at = excluded.read_at;

  -- A clock runs on: its next reading tells whether it is right.
  if v_command.purpose <> 'clock' and abs(p_value_read - v_command.value) > v_tolerance then
    update ems.command set value_read = p_value_read where site_id = p_site_id and command_id = p_command_id;
    return ems.fn_command_failed(p_site_id, p_command_id, 'failed', format('reads back %s instead of %s', p_value_read, v_command.value), p_at);
  end if;
  update ems.command set state = 'verified', finished_at = p_at, value_read = p_value_read where site_id = p_site_id and command_id = p_command_id;
  perform ems.fn_alert_resolve(p_site_id, c.code, format('%s %s', v_device.device, v_command.point), p_at, 'written and verified')
  from (values ('command_failed'), ('command_unverified'), ('setting_changed')) as c (code);

  -- The last setting is the owner's again: control of the device has ended.
  if v_command.purpose = 'restore' and not exists (
    select from ems.command as c where c.site_id = p_site_id and c.device_id = v_command.device_id and c.purpose = 'restore' and c.state in ('pending', 'sent', 'acked'))
  then
    perform ems.fn_control_released(p_site_id, v_command.device_id, p_at);
  end if;
  return 'verified';
end
$$;
comment on function ems.fn_command_verified(text, bigint, double precision, timestamptz) is
  'The setting was read back: verified when it is the wanted value to half a step of the register, else failed (with a retry while there is one). Returns the command''s state.';
