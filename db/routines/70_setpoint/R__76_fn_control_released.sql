create or replace function ems.fn_control_released(p_site_id text, p_device_id integer, p_at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_device text;
begin
  if exists (
    select from ems.device_setting as s
    join ems.fn_device_register(p_site_id) as r on r.device_id = s.device_id and r.point = s.point and r.access = 'rw' and r.poll = 'setting'
    where s.site_id = p_site_id and s.device_id = p_device_id and s.owner_value is not null and abs(s.value - s.owner_value) > abs(r.scale) / 2)
    or exists (select from ems.setpoint as s where s.site_id = p_site_id and s.device_id = p_device_id and s.ended_at is null)
  then
    return false;
  end if;
  update ems.device set control_state = 'released' where site_id = p_site_id and device_id = p_device_id returning device into v_device;
  update ems.device_setting set wanted = null, wanted_at = null where site_id = p_site_id and device_id = p_device_id;
  perform ems.fn_alert_resolve(p_site_id, 'control_lost', v_device, p_at, 'the owner''s settings are back');
  return true;
end
$$;
comment on function ems.fn_control_released(text, integer, timestamptz) is 'Notes that a device holds its owner''s settings again; false, and nothing noted, while one differs or a setpoint is in force.';
