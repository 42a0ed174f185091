create or replace function ems.fn_setpoint_heat(p_site_id text, p_at timestamptz)
returns table (device_id integer, mode text, parameter jsonb, author text, reason text, planning_run_id bigint, override_id bigint, expires_at timestamptz)
language plpgsql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  -- PL/pgSQL keeps the plan between calls
  return query
  with pump as (
    -- a device that is not under control holds its owner's own settings
    select h.*, case d.control_state when 'controlled' then f.owner_value else f.value end as owner_flow_c,
      case d.control_state when 'controlled' then w.owner_value else w.value end as owner_dhw_c
    from ems.heat_pump as h
    join ems.device as d on d.site_id = h.site_id and d.device_id = h.device_id and d.enabled
    left join ems.device_setting as f on f.site_id = h.site_id and f.device_id = h.device_id and f.point = 'flow_setpoint_c'
    left join ems.device_setting as w on w.site_id = h.site_id and w.device_id = h.device_id and w.point = 'dhw_setpoint_c'
    where h.site_id = p_site_id
  ), wish as (
    select p.device_id, o.kind as mode, o.author, o.reason, null::bigint as planning_run_id, o.override_id, o.ends_at as expires_at
    from pump as p join ems.fn_override_current(p_site_id, p_at) as o on o.device_id = p.device_id and o.kind in ('heat_boost', 'heat_reduce')
    union all
    select p.device_id,
      -- the plan against what the house would take by itself
      case when i.heat_pump_w > 1.15 * n.need_w + 100 then 'heat_boost' when i.heat_pump_w < 0.5 * n.need_w then 'heat_reduce' else 'heat_normal' end,
      'plan', i.reason, i.planning_run_id, null, i.ends_at + interval '15 min'
    from pump as p
    cross join ems.fn_plan_interval(p_site_id, p_at) as i
    join ems.planning_run as r on r.site_id = i.site_id and r.planning_run_id = i.planning_run_id
    cross join lateral (select (extract(epoch from i.starts_at - r.horizon_from) / extract(epoch from i.ends_at - i.starts_at))::integer as slot) as x
    cross join lateral (select (r.problem #> '{heat_pump,heat_demand_w}' ->> x.slot)::double precision / (r.problem #> '{heat_pump,cop}' ->> x.slot)::double precision as need_w) as n
    where r.problem ? 'heat_pump'
      and not exists (select from ems.fn_override_current(p_site_id, p_at) as o where o.device_id = p.device_id)
  ), held as (
    -- a compressor does not follow every quarter-hour: a mode stays for half an hour unless a person wants another
    select w.device_id, case when w.override_id is null and s.override_id is null and s.starts_at > p_at - interval '30 min' then s.mode else w.mode end as mode,
      w.author, w.reason, w.planning_run_id, w.override_id, w.expires_at
    from wish as w left join ems.setpoint as s on s.site_id = p_site_id and s.device_id = w.device_id and s.ended_at is null
  )
  select h.device_id, h.mode, case h.mode
      when 'heat_boost' then jsonb_strip_nulls(jsonb_build_object('flow_setpoint_c', round((p.owner_flow_c + p.flow_boost_k)::numeric, 0), 'dhw_setpoint_c', p.dhw_boost_c))
      when 'heat_reduce' then jsonb_strip_nulls(jsonb_build_object('flow_setpoint_c', round((p.owner_flow_c - p.flow_boost_k)::numeric, 0), 'dhw_setpoint_c', least(p.owner_dhw_c, p.dhw_setpoint_c)))
      else '{}' end,
    h.author, h.reason, h.planning_run_id, h.override_id, h.expires_at
  from held as h join pump as p on p.device_id = h.device_id;
end
$$;
comment on function ems.fn_setpoint_heat(text, timestamptz) is
  'How the heat pump is to work now: heat_boost stores heat, heat_reduce lives on it, heat_normal is the owner''s own way. A mode stays for at least half an hour. No row: leave it to its owner.';
