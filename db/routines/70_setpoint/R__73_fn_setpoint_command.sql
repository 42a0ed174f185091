create or replace function ems.fn_setpoint_command(p_site_id text, p_setpoint_id bigint, p_at timestamptz) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_made integer;
begin
  with setpoint as (
    select s.* from ems.setpoint as s where s.site_id = p_site_id and s.setpoint_id = p_setpoint_id
  ), wanted as materialized (
    select s.device_id, s.setpoint_id, s.author, s.reason, s.mode, s.expires_at, w.step, w.point, w.value, abs(coalesce(r.scale, 1)) / 2 as tolerance
    from setpoint as s
    cross join lateral ems.fn_setpoint_wanted(p_site_id, s.device_id, s.mode, s.parameter, p_at) as w
    join ems.fn_device_register(p_site_id) as r on r.device_id = s.device_id and r.point = w.point
  ), noted as (
    -- what this setpoint does not ask for is nobody's wish any more
    update ems.device_setting as d
    set wanted = n.value, wanted_at = case when n.value is not null then p_at end
    from (
      select t.device_id, t.point, w.value
      from setpoint as s join ems.device_setting as t on t.site_id = p_site_id and t.device_id = s.device_id left join wanted as w on w.point = t.point
    ) as n
    where d.site_id = p_site_id and d.device_id = n.device_id and d.point = n.point and d.wanted is distinct from n.value
  ), superseded as (
    -- a newer wish takes the place of one that has not left yet
    update ems.command as c
    set state = 'superseded', finished_at = p_at
    from (
      select o.command_id
      from setpoint as s
      join ems.command as o on o.site_id = p_site_id and o.device_id = s.device_id and o.state = 'pending' and o.purpose in ('setpoint', 'restore')
      left join wanted as w on w.point = o.point
      where not (o.purpose = 'setpoint' and w.point is not null and abs(o.value - w.value) <= w.tolerance)
    ) as o
    where c.site_id = p_site_id and c.command_id = o.command_id
    returning c.point
  ), differing as (
    select w.*
    from wanted as w
    join ems.device_setting as d on d.site_id = p_site_id and d.device_id = w.device_id and d.point = w.point
    where abs(d.value - w.value) > w.tolerance
      -- what is under way or waits already is enough
      and not exists (select from ems.command as c
        where c.site_id = p_site_id and c.device_id = w.device_id and c.point = w.point and c.state in ('pending', 'sent', 'acked')
          and not exists (select from superseded as x where x.point = c.point))
      -- a value the device refused three times waits an hour, or for another value
      and not exists (select from (
          select c.state, c.value, c.attempt, c.finished_at from ems.command as c
          where c.site_id = p_site_id and c.device_id = w.device_id and c.point = w.point order by c.command_id desc limit 1
        ) as l where l.state in ('failed', 'timeout') and l.attempt = 3 and abs(l.value - w.value) <= w.tolerance and l.finished_at > p_at - interval '1 hour')
      -- schedules of a device whose clock is wrong would hold at the wrong hours
      and not (w.point like 'tou\_%' and exists (select from ems.alert as a join ems.device as v on v.site_id = a.site_id and v.device = a.subject
        where a.site_id = p_site_id and v.device_id = w.device_id and a.code = 'clock_skew' and a.state <> 'resolved' and abs((a.detail ->> 'skew_s')::double precision) > 300))
  ), made as (
    insert into ems.command (site_id, device_id, setpoint_id, point, value, step, purpose, author, reason, created_at, due_at, expires_at)
    select p_site_id, f.device_id, f.setpoint_id, f.point, f.value, f.step, 'setpoint', f.author, concat_ws(': ', f.mode, f.reason), p_at, p_at, f.expires_at
    from differing as f
    where f.expires_at > p_at
    on conflict do nothing
    returning 1
  )
  select count(*) into v_made from made;
  return v_made;
end
$$;
comment on function ems.fn_setpoint_command(text, bigint, timestamptz) is
  'Makes the commands a setpoint still needs: one for each setting whose last read value differs. Waiting ones that are out of date are superseded; a value the device refused three times rests for an hour. Returns how many were made.';
