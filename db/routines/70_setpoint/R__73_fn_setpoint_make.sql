create or replace function ems.fn_setpoint_make(p_site_id text, p_at timestamptz, out commands integer, out note text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
-- planning anew for each call, here and in what it calls, would take as long as the call
set plan_cache_mode = force_generic_plan
as $$
declare
  v_mode text := (select control_mode from ems.site where site_id = p_site_id);
  v_intent record;
  v_current ems.setpoint;
  v_device ems.device;
  v_unread text;
  v_count integer;
  v_wanted integer[] := '{}';
begin
  commands := 0;
  if v_mode is null then
    raise exception 'no site %', p_site_id using errcode = 'SA404';
  elsif v_mode = 'observe' then
    -- what was under way when control ended may still have to be undone
    commands := ems.fn_control_release(p_site_id, null, 'observing only', p_at);
    note := 'observing only: no setpoints';
    return;
  elsif exists (select from ems.alert where site_id = p_site_id and code = 'safety_lock' and state <> 'resolved') then
    note := 'locked for safety: no setpoints until the lock is reset';
    return;
  end if;
  -- Two makers, one after the other, and nobody else at the settings meanwhile.
  perform pg_advisory_xact_lock(hashtextextended('ems.setpoint ' || p_site_id, 0));

  for v_intent in
    select i.* from ems.fn_setpoint_battery(p_site_id, p_at) as i
    union all select i.* from ems.fn_setpoint_car(p_site_id, p_at) as i
    union all select i.* from ems.fn_setpoint_heat(p_site_id, p_at) as i
    union all select i.* from ems.fn_setpoint_building(p_site_id, p_at) as i
    order by device_id
  loop
    v_wanted := v_wanted || v_intent.device_id;
    select d.* into v_device from ems.device as d where d.site_id = p_site_id and d.device_id = v_intent.device_id;
    continue when not v_device.validated or v_intent.expires_at <= p_at;

    if not ems.fn_device_ready(p_site_id, v_device.device_id) then
      note := concat_ws('; ', note, format('%s: not ready', v_device.device));
      continue;
    end if;
    -- Nothing is written to a device whose settings have not been read: they are the owner's to get back.
    select string_agg(r.point, ', ' order by r.point) into v_unread
    from ems.fn_device_register(p_site_id) as r
    where r.device_id = v_device.device_id and r.poll = 'setting' and r.access = 'rw' and (r.address is not null or r.path is not null)
      and not exists (select from ems.device_setting as s
        where s.site_id = p_site_id and s.device_id = v_device.device_id and s.point = r.point and s.read_at > p_at - interval '15 min');
    if v_unread is not null then
      note := concat_ws('; ', note, format('%s: not read lately: %s', v_device.device, left(v_unread, 120)));
      continue;
    end if;
    if v_device.control_state = 'released' then
      update ems.device_setting as s set owner_value = s.value, owner_at = p_at where s.site_id = p_site_id and s.device_id = v_device.device_id;
      update ems.device set control_state = 'controlled' where site_id = p_site_id and device_id = v_device.device_id;
    end if;

    -- One row for as long as the device is to do the same thing.
    select s.* into v_current from ems.setpoint as s where s.site_id = p_site_id and s.device_id = v_device.device_id and s.ended_at is null;
    if v_current.setpoint_id is not null and v_current.mode = v_intent.mode and v_current.parameter = v_intent.parameter
      and v_current.override_id is not distinct from v_intent.override_id
    then
      update ems.setpoint set expires_at = greatest(expires_at, v_intent.expires_at), planning_run_id = v_intent.planning_run_id
      where site_id = p_site_id and setpoint_id = v_current.setpoint_id;
    else
      update ems.setpoint set ended_at = greatest(p_at, starts_at) where site_id = p_site_id and setpoint_id = v_current.setpoint_id;
      insert into ems.setpoint (site_id, device_id, mode, parameter, author, reason, planning_run_id, override_id, starts_at, expires_at)
      values (p_site_id, v_device.device_id, v_intent.mode, v_intent.parameter, v_intent.author, v_intent.reason, v_intent.planning_run_id, v_intent.override_id, p_at, v_intent.expires_at)
      returning * into v_current;
    end if;

    select c.made into v_count from ems.fn_setpoint_command(p_site_id, v_current.setpoint_id, p_at) as c (made);
    commands := commands + v_count;
  end loop;

  -- What nobody wants any more goes back to its owner.
  select commands + coalesce(sum(ems.fn_control_release(p_site_id, d.device_id, 'neither plan nor override', p_at)), 0) into commands
  from ems.device as d
  where d.site_id = p_site_id and d.control_state = 'controlled' and d.device_id <> all (v_wanted);
  if commands > 0 then
    perform pg_notify('ems_event', json_build_object('kind', 'command', 'site', p_site_id)::text);
  end if;
end
$$;
comment on function ems.fn_setpoint_make(text, timestamptz) is
  'Decides what every controllable device is to do now and makes a command for each setting that differs from what the device holds. Returns how many; note says what held it back. '
  'Makes no setpoint while the site observes or is locked; while it observes, devices still under control are given back. Saves the owner''s settings before the first command of a device; gives devices back that neither plan nor override wants. SA404.';
