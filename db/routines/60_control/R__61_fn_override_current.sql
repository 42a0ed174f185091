create or replace function ems.fn_override_current(p_site_id text, p_at timestamptz)
returns setof ems.override
language plpgsql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  -- PL/pgSQL keeps the plan between calls
  return query
  select distinct on (o.device_id) o.*
  from ems.override as o
  left join lateral (
    -- an amount is reached when so much went into the car, or into or out of the battery, since the override began
    select sum(case o.kind when 'battery_discharge' then -a.mean else a.mean end * a.covered_s / 3600) as drawn_wh
    from ems.metric as m
    join ems.telemetry_aggregate_1m as a on a.site_id = o.site_id and a.level = 1 and a.device_id = o.device_id and a.metric_id = m.metric_id
      and a.starts_at >= o.starts_at and a.starts_at < p_at
    where m.metric = case when o.kind like 'battery\_%' then 'battery_power_w' else 'car_power_w' end and o.energy_wh is not null
  ) as c on true
  where o.site_id = p_site_id and o.starts_at <= p_at and o.ends_at > p_at and o.created_at <= p_at
    and (o.cancelled_at is null or o.cancelled_at > p_at) and coalesce(c.drawn_wh < o.energy_wh, true)
  order by o.device_id, o.created_at desc, o.override_id desc;
end
$$;
comment on function ems.fn_override_current(text, timestamptz) is
  'The override in force for each device (device_id NULL: the whole house): begun, not over, not cancelled, its amount not reached; of several the newest.';
