create or replace function ems.fn_setting_read(p_site_id text, p_device text, p_point text[], p_value double precision[], p_at timestamptz, out read integer, out changed integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_device ems.device;
  v_class text;
  v_row record;
begin
  -- One after the other, as in fn_command_verified.
  perform pg_advisory_xact_lock(hashtextextended('ems.setpoint ' || p_site_id, 0));
  select d.* into v_device from ems.device as d where d.site_id = p_site_id and d.device = p_device;
  if not found then
    raise exception 'no device % at site %', p_device, p_site_id using errcode = 'SA404';
  end if;
  select m.class into v_class from ems.device_model as m where m.device_model = v_device.device_model;
  read := 0;
  changed := 0;
  if not ems.fn_device_ready(p_site_id, v_device.device_id) then return; end if;
  for v_row in
    -- it held what is wanted and does not any more, though nothing of ours is under way: somebody else did it
    select s.point, u.value, s.wanted, abs(u.value - s.owner_value) <= abs(r.scale) / 2 as given_back
    from unnest(p_point, p_value) as u (point, value)
    join ems.device_setting as s on s.site_id = p_site_id and s.device_id = v_device.device_id and s.point = u.point and s.read_at <= p_at
    join ems.fn_device_register(p_site_id) as r on r.device_id = s.device_id and r.point = s.point
    where v_device.control_state = 'controlled' and abs(s.value - s.wanted) <= abs(r.scale) / 2 and abs(u.value - s.wanted) > abs(r.scale) / 2
      and not exists (select from ems.command as c where c.site_id = p_site_id and c.device_id = s.device_id and c.point = s.point and c.state in ('pending', 'sent', 'acked'))
  loop
    changed := changed + 1;
    -- Its owner's value again: `ems restore` or the worker's guard gave it back while we were away.
    continue when v_row.given_back;
    perform ems.fn_alert_raise(p_site_id, 'setting_changed', format('%s %s', p_device, v_row.point),
      format('%s: %s is %s, it was set to %s', p_device, v_row.point, v_row.value, v_row.wanted), p_at);
    if v_class = 'heat_pump' then
      -- The wall remote is a person's wish: what it set is the owner's, and the device is left alone for a while.
      update ems.device_setting set owner_value = v_row.value, owner_at = p_at where site_id = p_site_id and device_id = v_device.device_id and point = v_row.point;
      insert into ems.override (site_id, device_id, kind, starts_at, ends_at, author, reason, created_at)
      select p_site_id, v_device.device_id, 'hands_off', p_at, p_at + interval '4 hours', 'wall remote', format('%s was set to %s by hand', v_row.point, v_row.value), p_at
      where not exists (select from ems.fn_override_current(p_site_id, p_at) as o where o.device_id = v_device.device_id);
    end if;
  end loop;

  insert into ems.device_setting as s (site_id, device_id, point, value, read_at)
  select p_site_id, v_device.device_id, u.point, u.value, p_at
  from unnest(p_point, p_value) as u (point, value)
  where u.value is not null and exists (select from ems.device_register as r where r.device_model = v_device.device_model and r.point = u.point and r.poll in ('setting', 'clock'))
  on conflict (site_id, device_id, point) do update set value = excluded.value, read_at = excluded.read_at where s.read_at <= excluded.read_at;
  get diagnostics read = row_count;

  -- What holds as wanted needs nobody's attention any more.
  perform ems.fn_alert_resolve(p_site_id, a.code, a.subject, p_at, 'it holds what is wanted')
  from ems.alert as a
  join ems.device_setting as s on s.site_id = p_site_id and s.device_id = v_device.device_id and s.point = any (p_point) and a.subject = format('%s %s', p_device, s.point)
  join ems.fn_device_register(p_site_id) as r on r.device_id = s.device_id and r.point = s.point
  where a.site_id = p_site_id and a.code in ('command_failed', 'command_unverified', 'setting_changed') and a.state <> 'resolved' and abs(s.value - s.wanted) <= abs(r.scale) / 2;
end
$$;
comment on function ems.fn_setting_read(text, text, text[], double precision[], timestamptz) is
  'Settings of a device were read (NULL: read failed; of a device that is not ready none counts): notes them and finds what held as wanted and was changed by somebody else. On an inverter or charger the next fn_setpoint_make sets it again; '
  'on a heat pump it counts as a person''s wish for four hours, unless it is what its owner had. Returns counts. SA404.';
