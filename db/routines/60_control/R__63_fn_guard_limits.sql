create or replace function ems.fn_guard_limits(p_site_id text)
returns jsonb
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
-- PL/pgSQL keeps the plan between calls: planning takes longer than the rest
set plan_cache_mode = force_generic_plan
as $$
begin
  return (
  select jsonb_build_object(
    'site', s.site_id, 'control_mode', s.control_mode, 'fuse_a', s.fuse_a, 'phases', s.phases, 'nominal_voltage_v', s.nominal_voltage_v,
    -- where the power of each phase is measured, + import; two readings missing are silence, a minute without one is anyway
    'meter', (select coalesce(jsonb_agg(jsonb_build_object('signal', g.signal, 'device', d.device, 'metric', g.metric, 'factor', g.factor,
        'stale_after_s', least(61, 2 * extract(epoch from d.fast_poll) + 1)) order by g.signal), '[]')
      from ems.site_signal as g join ems.device as d on d.site_id = g.site_id and d.device_id = g.device_id
      where g.site_id = s.site_id and g.signal in ('grid_l1_w', 'grid_l2_w', 'grid_l3_w')),
    'charger', (select coalesce(jsonb_agg(jsonb_build_object('device', d.device, 'phases', c.phases, 'lowest_a', c.lowest_a, 'highest_a', c.highest_a, 'point', o.point) order by d.device), '[]')
      from ems.charger as c join ems.device as d on d.site_id = c.site_id and d.device_id = c.device_id and d.enabled and d.validated
      join ems.device_mode as o on o.device_model = d.device_model and o.mode = 'car_charge'
      where c.site_id = s.site_id),
    -- what goes back to its owner when control ends without the database
    'owner', (select coalesce(jsonb_agg(jsonb_build_object('device', d.device, 'gateway', d.gateway_id, 'unit', d.unit_id, 'function', m.write_function, 'point', t.point, 'value', t.owner_value, 'space', r.space,
        'sunspec_model', r.sunspec_model, 'address', r.address, 'path', r.path, 'encoding', r.encoding, 'words', r.words, 'mask', r.mask, 'scale', r.scale, 'bias', r.bias, 'settle_ms', m.settle_ms)
        order by d.device, coalesce(z.step, 0) desc, t.point), '[]')
      from ems.device as d
      join ems.device_model as m on m.device_model = d.device_model
      join ems.device_setting as t on t.site_id = d.site_id and t.device_id = d.device_id and t.owner_value is not null
      join ems.fn_device_register(s.site_id) as r on r.device_id = d.device_id and r.point = t.point and r.access = 'rw' and r.poll = 'setting'
      -- (offset: once a setting, not once a mode)
      cross join lateral (select array[t.point, regexp_replace(t.point, '_\d_', '_n_')] as point offset 0) as n
      left join lateral (select max(x.step) as step from ems.device_mode as x where x.device_model = d.device_model and x.point = any (n.point)) as z on true
      where d.site_id = s.site_id and d.enabled and d.control_state = 'controlled'),
    'expiry', (select coalesce(jsonb_object_agg(d.device, p.expires_at), '{}')
      from ems.setpoint as p join ems.device as d on d.site_id = p.site_id and d.device_id = p.device_id where p.site_id = s.site_id and p.ended_at is null),
    'gateway', (select coalesce(jsonb_object_agg(g.gateway_id, jsonb_build_object('protocol', m.protocol, 'host', g.host, 'port', g.port, 'connect_timeout_ms', g.connect_timeout_ms,
        'response_timeout_ms', g.response_timeout_ms, 'request_gap_ms', g.request_gap_ms, 'idle_timeout_s', g.idle_timeout_s, 'secret_name', g.secret_name, 'tls', g.tls)), '{}')
      from ems.gateway as g join ems.gateway_model as m on m.gateway_model = g.gateway_model where g.site_id = s.site_id))
  from ems.site as s where s.site_id = p_site_id);
end
$$;
comment on function ems.fn_guard_limits(text) is
  'What the worker''s last-stage guard must know when the database is gone, as one document it keeps on disk: fuse, where the phases are measured, chargers, the owner''s settings of controlled devices and until when each setpoint holds.';
