create or replace function ems.fn_setting_read(p_site_id text, p_device text, p_point text[], p_value double precision[], p_at timestamptz, out read integer, out changed integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_device ems.device;
  v_class text;
  v_row record;
begin
  select d.* into v_device from ems.device as d where d.site_id = p_site_id and d.device = p_device;
  if not found then
    raise exception 'no device % at site %', p_device, p_site_id using errcode = 'SA404';
  end if;
  select m.class into v_class from ems.device_model as m where m.device_model = v_device.device_model;
  insert into ems.device_setting as s (site_id, device_id, point, value, read_at)
  select p_site_id, v_device.device_id, u.point, u.value, p_at
  from unnest(p_point, p_value) as u (point, value)
  where u.value is not null and exists (select from ems.device_register as r where r.device_model = v_device.device_model and r.point = u.point and r.poll in ('setting', 'clock'))
  on conflict (site_id, device_id, point) do update set value = excluded.value, read_at = excluded.read_at where s.read_at <= excluded.read_at;
  get diagnostics read = row_count;

  changed := 0;
  if v_device.control_state <> 'controlled' then return; end if;
  for v_row in
    -- verified once, and different now, though nothing of ours is under way: somebody else did it
    select s.point, s.value, s.wanted
    from ems.device_setting as s
    join ems.fn_device_register(p_site_id) as r on r.device_id = s.device_id and r.point = s.point
    where s.site_id = p_site_id and s.device_id = v_device.device_id and s.point = any (p_point) and s.wanted is not null and abs(s.value - s.wanted) > abs(r.scale) / 2
      and not exists (select from ems.command as c where c.site_id = p_site_id and c.device_id = s.device_id and c.point = s.point and c.state in ('pending', 'sent', 'acked'))
      and (select c.state from ems.command as c where c.site_id = p_site_id and c.device_id = s.device_id and c.point = s.point order by c.command_id desc limit 1) = 'verified'
  loop
    changed := changed + 1;
    perform ems.fn_alert_raise(p_site_id, 'setting_changed', format('%s %s', p_device, v_row.point),
      format('%s: %s is %s, it was set to %s', p_device, v_row.point, v_row.value, v_row.wanted), p_at);
    if v_class = 'heat_pump' then
      -- The wall remote is a person's wish: what it set is the owner's, and the device is left alone for a while.
      update ems.device_setting set owner_value = value, owner_at = p_at where site_id = p_site_id and device_id = v_device.device_id and point = v_row.point;
      insert into ems.override (site_id, device_id, kind, starts_at, ends_at, author, reason, created_at)
      select p_site_id, v_device.device_id, 'hands_off', p_at, p_at + interval '4 hours', 'wall remote', format('%s was set to %s by hand', v_row.point, v_row.value), p_at
      where not exists (select from ems.fn_override_current(p_site_id, p_at) as o where o.device_id = v_device.device_id);
    end if;
  end loop;
end
$$;
comment on function ems.fn_setting_read(text, text, text[], double precision[], timestamptz) is
  'Settings of a device were read (NULL: read failed): notes them and finds what somebody else changed since it was verified. On an inverter or charger the next fn_setpoint_make sets it again; '
  'on a heat pump it counts as a person''s wish for four hours. Returns counts. SA404.';
