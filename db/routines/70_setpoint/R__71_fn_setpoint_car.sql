create or replace function ems.fn_setpoint_car(p_site_id text, p_at timestamptz)
returns table (device_id integer, mode text, parameter jsonb, author text, reason text, planning_run_id bigint, override_id bigint, expires_at timestamptz)
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  with charger as (
    select c.*, d.device, s.nominal_voltage_v, c.phases * s.nominal_voltage_v as w_per_a
    from ems.charger as c
    join ems.device as d on d.site_id = c.site_id and d.device_id = c.device_id and d.enabled
    join ems.site as s on s.site_id = c.site_id
    where c.site_id = p_site_id
  ), wish as (
    select c.device_id, case o.kind when 'car_now' then coalesce(o.power_w, c.highest_a * c.w_per_a) else 0 end as power_w, o.author, o.reason, null::bigint as planning_run_id, o.override_id, o.ends_at as expires_at
    from charger as c join ems.fn_override_current(p_site_id, p_at) as o on o.device_id = c.device_id and o.kind in ('car_now', 'car_pause')
    union all
    select c.device_id, coalesce((select sum(e.value::double precision) from jsonb_each_text(i.ev) as e where split_part(e.key, ':', 1) = c.device), 0),
      'plan', i.reason, i.planning_run_id, null, i.ends_at + interval '15 min'
    from charger as c cross join ems.fn_plan_interval(p_site_id, p_at) as i
    where not exists (select from ems.fn_override_current(p_site_id, p_at) as o where o.device_id = c.device_id)
  ), current as (
    -- whole amperes, 0 or what charges: the lattice of the plug
    select w.*, c.lowest_a, c.highest_a, round(w.power_w / c.w_per_a) as wanted_a from wish as w join charger as c on c.device_id = w.device_id
  )
  select u.device_id, case when u.wanted_a > 0 then 'car_charge' else 'car_pause' end,
    jsonb_build_object('car_current_a', case when u.wanted_a > 0 then greatest(u.lowest_a, least(u.highest_a, u.wanted_a)) else 0 end),
    u.author, u.reason, u.planning_run_id, u.override_id, u.expires_at
  from current as u;
$$;
comment on function ems.fn_setpoint_car(text, timestamptz) is
  'Current of each charger now, whole amperes per phase, 0 or at least its lowest: from an override or the slot of the plan in force. No row: leave it to its owner.';
