create or replace function ems.fn_setpoint_wanted(p_site_id text, p_device_id integer, p_mode text, p_parameter jsonb, p_at timestamptz)
returns table (step smallint, point text, value double precision)
language plpgsql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  -- PL/pgSQL keeps the plan between calls
  return query
  with device as (
    select d.device_model, s.time_zone, (to_char(p_at at time zone s.time_zone, 'HH24MI'))::integer as hhmm
    from ems.device as d join ems.site as s on s.site_id = d.site_id where d.site_id = p_site_id and d.device_id = p_device_id
  ), row as (
    select m.* from ems.device_mode as m join device as d on d.device_model = m.device_model where m.mode in ('any', p_mode)
  ), slot as (
    -- the time-of-use slot that holds now, by the starts this very table sets
    select coalesce(max(substring(r.point from '_(\d)_')::integer) filter (where r.value <= d.hhmm), 1) as active
    from row as r cross join device as d where r.point like 'tou\__\_start\_hhmm'
  ), point as (
    select r.step, case when r.slot is null then r.point else replace(r.point, '_n_', format('_%s_', n.n)) end as point, r.value, r.parameter
    from row as r cross join slot as s
    cross join lateral generate_series(1, case when r.slot is null then 1 else 6 end) as n (n)
    where r.slot is null or (r.slot = 'active') = (n.n = s.active)
  )
  select p.step, p.point, greatest(g.lowest, least(g.highest, case when p.parameter = 'owner' then o.owner_value else coalesce(p.value, (p_parameter ->> p.parameter)::double precision) end))
  from point as p
  join ems.fn_device_register(p_site_id) as g on g.device_id = p_device_id and g.point = p.point and g.access = 'rw' and (g.address is not null or g.path is not null)
  left join ems.device_setting as o on o.site_id = p_site_id and o.device_id = p_device_id and o.point = p.point
  where case when p.parameter = 'owner' then o.owner_value else coalesce(p.value, (p_parameter ->> p.parameter)::double precision) end is not null
  order by p.step, p.point;
end
$$;
comment on function ems.fn_setpoint_wanted(text, integer, text, jsonb, timestamptz) is
  'Settings a device must hold to be in a mode: device_mode with its parameters filled in and its time-of-use slots resolved for the local time, within what may be written. A parameter that is not given asks for nothing.';
