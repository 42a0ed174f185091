create or replace function ems.fn_setpoint_car(p_site_id text, p_at timestamptz)
returns table (device_id integer, mode text, parameter jsonb, author text, reason text, planning_run_id bigint, override_id bigint, expires_at timestamptz)
language plpgsql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  -- PL/pgSQL keeps the plan between calls
  return query
  with headroom as (
    -- amperes left below the main fuse on the fullest phase, with a tenth in reserve; a phase that is not measured tells nothing, and no row where none is
    select floor(0.9 * s.fuse_a - max(g.value) / s.nominal_voltage_v) as left_a
    from ems.site as s cross join ems.fn_site_signal(p_site_id, p_at) as g
    where s.site_id = p_site_id and g.signal in ('grid_l1_w', 'grid_l2_w', 'grid_l3_w') and g.fresh
    group by s.fuse_a, s.nominal_voltage_v
  ), drawn as (
    select l.device_id, max(l.value) as now_a
    from ems.telemetry_last as l join ems.metric as m on m.metric_id = l.metric_id
    where l.site_id = p_site_id and m.metric in ('car_l1_current_a', 'car_l2_current_a', 'car_l3_current_a') and not l.suspect and l.measured_at > p_at - m.max_age
    group by l.device_id
  ), charger as (
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
    -- whole amperes, 0 or what charges: the lattice of the plug; never more than the main fuse leaves
    select w.*, c.lowest_a, c.highest_a, x.wanted_a, h.left_a + coalesce(u.now_a, 0) < c.lowest_a as full
    from wish as w
    join charger as c on c.device_id = w.device_id
    left join headroom as h on true
    left join drawn as u on u.device_id = w.device_id
    cross join lateral (select least(round(w.power_w / c.w_per_a), h.left_a + coalesce(u.now_a, 0)) as wanted_a) as x
  )
  select u.device_id, case when u.wanted_a > 0 and u.full is not true then 'car_charge' else 'car_pause' end,
    jsonb_build_object('car_current_a', case when u.wanted_a > 0 and u.full is not true then greatest(u.lowest_a, least(u.highest_a, u.wanted_a)) else 0 end),
    u.author, u.reason, u.planning_run_id, u.override_id, u.expires_at
  from current as u;
end
$$;
comment on function ems.fn_setpoint_car(text, timestamptz) is
  'Current of each charger now, whole amperes per phase, 0 or at least its lowest: from an override or the slot of the plan in force, and never more than the main fuse leaves on its fullest phase. No row: leave it to its owner.';
