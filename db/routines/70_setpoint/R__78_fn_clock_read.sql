create or replace function ems.fn_clock_read(p_site_id text, p_device text, p_clock timestamp, p_at timestamptz) returns double precision
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_site ems.site;
  v_device ems.device;
  v_skew_s double precision;
  v_local timestamp;
begin
  select s.* into v_site from ems.site as s where s.site_id = p_site_id;
  select d.* into strict v_device from ems.device as d where d.site_id = p_site_id and d.device = p_device;
  v_local := p_at at time zone v_site.time_zone;
  v_skew_s := extract(epoch from p_clock - v_local);
  if abs(v_skew_s) <= 60 then
    perform ems.fn_alert_resolve(p_site_id, 'clock_skew', p_device, p_at, 'the clock is right');
    return v_skew_s;
  end if;
  perform ems.fn_alert_raise(p_site_id, 'clock_skew', p_device, format('%s: its clock is %s s %s', p_device, abs(round(v_skew_s)), case when v_skew_s > 0 then 'fast' else 'slow' end),
    p_at, jsonb_build_object('skew_s', v_skew_s));
  -- Corrected at most once a day, all fields in one write, a second ahead for the way.
  if v_site.control_mode = 'control' and v_device.validated and not exists (
    select from ems.command as c where c.site_id = p_site_id and c.device_id = v_device.device_id and c.purpose = 'clock' and c.created_at > p_at - interval '20 hours')
  then
    insert into ems.command (site_id, device_id, point, value, step, purpose, author, reason, created_at, due_at, expires_at)
    select p_site_id, v_device.device_id, f.point, f.value, f.step, 'clock', 'system', format('the clock is off by %s s', round(v_skew_s)), p_at, p_at, p_at + interval '30 s'
    from (select v_local + interval '1 s' as t) as n
    cross join lateral (values ('clock_year', extract(year from n.t), 1), ('clock_month', extract(month from n.t), 2), ('clock_day', extract(day from n.t), 3),
      ('clock_hour', extract(hour from n.t), 4), ('clock_minute', extract(minute from n.t), 5), ('clock_second', floor(extract(second from n.t)), 6)) as f (point, value, step)
    join ems.fn_device_register(p_site_id) as r on r.device_id = v_device.device_id and r.point = f.point and r.access = 'rw'
    on conflict do nothing;
  end if;
  return v_skew_s;
end
$$;
comment on function ems.fn_clock_read(text, text, timestamp, timestamptz) is
  'A device told its local time: returns how far it is ahead, s. Past a minute an alert, and once a day commands that set it; past five minutes no schedules are written to it.';
