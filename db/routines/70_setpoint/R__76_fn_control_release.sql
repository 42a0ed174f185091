create or replace function ems.fn_control_release(p_site_id text, p_device_id integer, p_reason text, p_at timestamptz) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_device ems.device;
  v_made integer;
  v_total integer := 0;
begin
  -- One after the other, as in fn_command_verified.
  perform pg_advisory_xact_lock(hashtextextended('ems.setpoint ' || p_site_id, 0));
  for v_device in
    select d.* from ems.device as d
    where d.site_id = p_site_id and d.control_state = 'controlled' and (p_device_id is null or d.device_id = p_device_id)
    order by d.device_id for update
  loop
    update ems.setpoint set ended_at = greatest(p_at, starts_at) where site_id = p_site_id and device_id = v_device.device_id and ended_at is null;
    update ems.command set state = 'superseded', finished_at = p_at
    where site_id = p_site_id and device_id = v_device.device_id and state = 'pending' and purpose = 'setpoint';
    insert into ems.command (site_id, device_id, point, value, step, purpose, author, reason, created_at, due_at, expires_at)
    select p_site_id, v_device.device_id, s.point, s.owner_value, coalesce(m.step, 0), 'restore', 'system', format('control ended: %s', p_reason), p_at, p_at, p_at + interval '24 hours'
    from ems.device_setting as s
    join ems.fn_device_register(p_site_id) as r on r.device_id = s.device_id and r.point = s.point and r.access = 'rw' and r.poll = 'setting'
    -- the last thing set is the first thing undone
    left join lateral (select 1000 - max(x.step) as step from ems.device_mode as x where x.device_model = v_device.device_model and x.point in (s.point, regexp_replace(s.point, '_\d_', '_n_'))) as m on true
    where s.site_id = p_site_id and s.device_id = v_device.device_id and s.owner_value is not null and abs(s.value - s.owner_value) > abs(r.scale) / 2
    on conflict do nothing;
    get diagnostics v_made = row_count;
    v_total := v_total + v_made;
    if v_made = 0 and not exists (select from ems.command as c where c.site_id = p_site_id and c.device_id = v_device.device_id and c.state in ('pending', 'sent', 'acked')) then
      perform ems.fn_control_released(p_site_id, v_device.device_id, p_at);
    end if;
  end loop;
  return v_total;
end
$$;
comment on function ems.fn_control_release(text, integer, text, timestamptz) is
  'Ends control of a device (NULL: of all): ends its setpoint and makes the commands that write its owner''s settings back where they differ. Returns how many. The device counts as released when the last is verified.';
