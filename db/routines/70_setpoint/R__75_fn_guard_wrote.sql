create or replace function ems.fn_guard_wrote(
  p_site_id text, p_device text, p_point text, p_value double precision, p_worker text, p_code text, p_message text, p_at timestamptz
) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_device_id integer := (select d.device_id from ems.device as d where d.site_id = p_site_id and d.device = p_device);
  v_before double precision;
  v_id bigint;
begin
  if v_device_id is null then
    raise exception 'no device % at site %', p_device, p_site_id using errcode = 'SA404';
  end if;
  -- One after the other, as in fn_command_verified.
  perform pg_advisory_xact_lock(hashtextextended('ems.setpoint ' || p_site_id, 0));
  -- what waits to be written was decided before
  update ems.command set state = 'superseded', finished_at = p_at
  where site_id = p_site_id and device_id = v_device_id and point = p_point and state = 'pending';
  select s.value into v_before from ems.device_setting as s where s.site_id = p_site_id and s.device_id = v_device_id and s.point = p_point;
  insert into ems.command (site_id, device_id, point, value, step, purpose, state, author, reason, created_at, due_at, expires_at, worker, sent_at, acked_at, finished_at, written, value_before, value_read)
  values (p_site_id, v_device_id, p_point, p_value, 1, 'safety', 'verified', 'guard', p_code, p_at, p_at, p_at + interval '1 min', p_worker, p_at, p_at, p_at, true, v_before, p_value)
  returning command_id into v_id;
  insert into ems.write_ledger as l (site_id, device_id, point, local_day, writes, exempt)
  select p_site_id, v_device_id, p_point, (p_at at time zone s.time_zone)::date, 1, 1 from ems.site as s where s.site_id = p_site_id
  on conflict (site_id, device_id, point, local_day) do update set writes = l.writes + 1, exempt = l.exempt + 1;
  -- nobody else changed it: the next decision starts from here
  update ems.device_setting set value = p_value, read_at = greatest(read_at, p_at), wanted = p_value, wanted_at = p_at
  where site_id = p_site_id and device_id = v_device_id and point = p_point;
  perform ems.fn_alert_raise(p_site_id, p_code, p_device, p_message, p_at, jsonb_build_object('command_id', v_id));
  return v_id;
end
$$;
comment on function ems.fn_guard_wrote(text, text, text, double precision, text, text, text, timestamptz) is
  'The worker''s guard wrote a setting by itself and read it back: kept as a verified command for safety, counted in the ledger, with an alert that says why. Waiting commands of the setting are superseded. Returns the command. SA404.';
