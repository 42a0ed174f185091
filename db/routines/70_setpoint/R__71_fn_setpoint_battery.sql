create or replace function ems.fn_setpoint_battery(p_site_id text, p_at timestamptz)
returns table (device_id integer, mode text, parameter jsonb, author text, reason text, planning_run_id bigint, override_id bigint, expires_at timestamptz)
language plpgsql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  -- PL/pgSQL keeps the plan between calls
  return query
  with house as (
    select b.*, s.time_zone, s.export_limit_w, s.slot_minutes, extract(isodow from p_at at time zone s.time_zone)::integer as weekday,
      -- its schedules would hold at the wrong hours: it works by itself until the clock is right
      exists (select from ems.alert as a join ems.device as d on d.site_id = a.site_id and d.device = a.subject
        where a.site_id = p_site_id and d.device_id = b.device_id and a.code = 'clock_skew' and a.state <> 'resolved' and abs((a.detail ->> 'skew_s')::double precision) > 300) as clock_wrong
    from ems.fn_battery(p_site_id) as b join ems.site as s on s.site_id = b.site_id
  ), slot as (
    select i.*, r.known_at
    from ems.fn_plan_interval(p_site_id, p_at) as i
    join ems.planning_run as r on r.site_id = i.site_id and r.planning_run_id = i.planning_run_id
  ), run as (
    -- the slots that go on in the same way: one setting lasts for all of them
    select max(n.ends_at) as ends_at, max(n.soc_pct) as highest_pct, min(n.soc_pct) as lowest_pct, max(n.battery_charge_w) as charge_w, max(n.battery_discharge_w) as discharge_w
    from slot as s
    join ems.planning_interval as n on n.site_id = s.site_id and n.planning_run_id = s.planning_run_id and n.starts_at >= s.starts_at
      and n.starts_at < coalesce((
        select min(o.starts_at) from ems.planning_interval as o
        where o.site_id = s.site_id and o.planning_run_id = s.planning_run_id and o.starts_at > s.starts_at and o.mode <> s.mode), 'infinity')
  ), wish as (
    -- a person's wish first, then the plan
    select h.device_id, case o.kind when 'battery_charge' then 'charge' when 'battery_hold' then 'hold' when 'battery_discharge' then 'discharge' else 'self_consumption' end as mode,
      coalesce(o.power_w, case o.kind when 'battery_charge' then h.charge_limit_w when 'battery_discharge' then h.discharge_limit_w end) as power_w,
      case o.kind when 'battery_charge' then h.soc_max_pct when 'battery_discharge' then h.soc_min_pct end as target_pct,
      o.author, o.reason, null::bigint as planning_run_id, o.override_id, o.ends_at as expires_at
    from house as h join ems.fn_override_current(p_site_id, p_at) as o on o.device_id = h.device_id and o.kind like 'battery\_%'
    union all
    select h.device_id, s.mode, case s.mode when 'charge' then u.charge_w when 'discharge' then u.discharge_w end,
      case s.mode when 'charge' then ceil(u.highest_pct) when 'discharge' then floor(u.lowest_pct) end,
      'plan', s.reason, s.planning_run_id, null, least(u.ends_at, s.starts_at + interval '4 hours')
    from house as h cross join slot as s cross join run as u
    where not exists (select from ems.fn_override_current(p_site_id, p_at) as o where o.device_id = h.device_id and (o.kind like 'battery\_%' or o.kind = 'hands_off'))
  ), way as (
    select w.device_id, case when h.clock_wrong then 'self_consumption' else w.mode end as mode, w.power_w, w.target_pct, w.author,
      case when h.clock_wrong then format('its clock is wrong: %s', w.reason) else w.reason end as reason, w.planning_run_id, w.override_id, w.expires_at
    from wish as w join house as h on h.device_id = w.device_id
  ), sun as (
    -- exporting stops while it would cost money, by the plan's own row; or because a person says so
    select case when exists (select from ems.fn_override_current(p_site_id, p_at) as o where o.kind = 'export_stop')
      or exists (select from slot as s where s.sell_per_kwh < 0 and s.grid_export_w < 50) then 0 else 1 end as export_allowed
  )
  select w.device_id, w.mode, jsonb_strip_nulls(jsonb_build_object(
      'export_allowed', n.export_allowed, 'export_limit_w', h.export_limit_w,
      'weekday_mask', 1 + (1 << h.weekday),
      'soc_floor_pct', ceil(h.soc_min_pct), 'soc_target_pct', greatest(ceil(h.soc_min_pct), least(h.soc_max_pct, w.target_pct)),
      'discharge_limit_w', h.discharge_limit_w,
      -- coarse steps: a setting is not worth a write for a few watts
      'grid_charge_a', case when w.mode = 'charge' then greatest(5, least(round(h.charge_limit_w * h.charge_efficiency / h.nominal_voltage_v), 5 * ceil(w.power_w * h.charge_efficiency / h.nominal_voltage_v / 5))) end,
      'discharge_w', case when w.mode = 'discharge' then least(h.discharge_limit_w, 100 * ceil(w.power_w / 100)) end)),
    w.author, w.reason, w.planning_run_id, w.override_id, w.expires_at
  from way as w join house as h on h.device_id = w.device_id cross join sun as n
  order by w.override_id nulls last limit 1;
end
$$;
comment on function ems.fn_setpoint_battery(text, timestamptz) is
  'How the battery''s inverter is to work now: mode and numbers from an override or from the slot of the plan in force, until the planned way of working ends (at most 4 hours). A device whose clock is off by more than five minutes follows PV and load. No row: leave it to its owner.';
