create or replace function ems.fn_setpoint_building(p_site_id text, p_at timestamptz)
returns table (device_id integer, mode text, parameter jsonb, author text, reason text, planning_run_id bigint, override_id bigint, expires_at timestamptz)
language plpgsql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  -- PL/pgSQL keeps the plan between calls
  return query
  select d.device_id, 'publish', jsonb_build_object(
      'battery_mode', coalesce((select array_position(array['self_consumption', 'hold', 'idle', 'charge', 'discharge'], b.mode) from ems.fn_setpoint_battery(p_site_id, p_at) as b), 0),
      'price_rank', (select round(100.0 * count(*) filter (where n.buy_per_kwh < i.buy_per_kwh) / greatest(1, count(*) - 1))
        from ems.planning_interval as n where n.site_id = i.site_id and n.planning_run_id = i.planning_run_id and not n.price_estimated and n.starts_at >= p_at - interval '24 hours'),
      'buy_price', round(i.buy_per_kwh::numeric, 2), 'sell_price', round(i.sell_per_kwh::numeric, 2),
      'battery_w', round((i.battery_charge_w - i.battery_discharge_w)::numeric, -2), 'car_w', round(i.ev_w::numeric, -2), 'heat_pump_w', round(i.heat_pump_w::numeric, -2)),
    'plan', i.reason, i.planning_run_id, null::bigint, i.ends_at + interval '15 min'
  from ems.device as d
  join ems.device_model as m on m.device_model = d.device_model and m.class = 'building'
  cross join ems.fn_plan_interval(p_site_id, p_at) as i
  where d.site_id = p_site_id and d.enabled
    and not exists (select from ems.fn_override_current(p_site_id, p_at) as o where o.device_id = d.device_id and o.kind = 'hands_off');
end
$$;
comment on function ems.fn_setpoint_building(text, timestamptz) is
  'What a building controller is told: the battery''s way of working, price and its rank among the known slots (0 cheapest … 100), planned powers rounded to 100 W. No row without a plan, or while it is to be left alone.';
