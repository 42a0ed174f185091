create or replace view ems.vw_plan_explanation with (security_invoker = true) as
select i.site_id, i.planning_run_id, i.starts_at, i.ends_at, r.type, r.known_at, r.accepted, r.verdict, r.author, f.followed, i.buy_per_kwh, i.sell_per_kwh, i.price_estimated, i.load_w, i.pv_w,
  i.grid_w, i.curtailed_w, i.battery_w, i.soc_wh, i.soc_pct, i.ev_w, i.ev, i.heat_pump_w, i.store_wh, i.mode, i.reason, i.energy_value_per_kwh,
  i.next_best ->> 'action' as next_best_action, (i.next_best ->> 'extra_cost')::double precision as next_best_extra_cost, c.setpoint,
  a.covered as actual_covered, (a.import_wh - a.export_wh) / h.hours as actual_grid_w, a.pv_wh / h.hours as actual_pv_w, a.load_wh / h.hours as actual_load_w,
  (a.battery_charge_wh - a.battery_discharge_wh) / h.hours as actual_battery_w, a.ev_wh / h.hours as actual_ev_w, a.heat_pump_wh / h.hours as actual_heat_pump_w, a.soc_pct as actual_soc_pct,
  a.buy_per_kwh as actual_buy_per_kwh, a.sell_per_kwh as actual_sell_per_kwh, a.cost as actual_cost,
  round(((greatest(i.grid_w, 0) * i.buy_per_kwh + least(i.grid_w, 0) * i.sell_per_kwh) * h.hours / 1000)::numeric, 6) as plan_cost, s.currency, s.time_zone
from ems.vw_planning_interval as i
join ems.planning_run as r on r.site_id = i.site_id and r.planning_run_id = i.planning_run_id
join ems.site as s on s.site_id = i.site_id
cross join lateral (select extract(epoch from i.ends_at - i.starts_at)::double precision / 3600 as hours) as h
cross join lateral (
  select r.known_at < i.ends_at and not exists (
    select from ems.planning_run as n
    where n.site_id = r.site_id and n.accepted and n.horizon_to > i.starts_at and n.known_at <= i.starts_at and (n.known_at, n.planning_run_id) > (r.known_at, r.planning_run_id)) as followed
) as f
left join ems.audit_interval as a on a.site_id = i.site_id and a.starts_at = i.starts_at
left join lateral (
  -- what the devices were told during the slot; a setpoint lasts as long as its device is to do the same, its commands were sent when it began
  select jsonb_agg(jsonb_build_object('device', d.device, 'mode', p.mode, 'parameter', p.parameter, 'author', p.author, 'reason', p.reason, 'override_id', p.override_id,
    'starts_at', p.starts_at, 'ended_at', p.ended_at, 'command', (
      select coalesce(jsonb_agg(jsonb_build_object('point', k.point, 'value', k.value, 'state', k.state, 'attempt', k.attempt, 'written', k.written, 'sent_at', k.sent_at, 'finished_at', k.finished_at,
        'value_before', k.value_before, 'value_read', k.value_read, 'error', k.error) order by k.command_id), '[]')
      from ems.command as k where k.site_id = p.site_id and k.setpoint_id = p.setpoint_id)) order by p.starts_at, d.device) as setpoint
  from ems.setpoint as p join ems.device as d on d.site_id = p.site_id and d.device_id = p.device_id
  where f.followed and p.site_id = i.site_id and p.starts_at < i.ends_at and coalesce(p.ended_at, p.expires_at) > i.starts_at and p.ended_at is distinct from p.starts_at
) as c on true;
select ems.fn_view_comment('ems.vw_plan_explanation', 'Why each slot of each accepted plan is as it is, and what became of it: prices and forecasts it rested on, reason, worth of stored energy, the next best action, setpoints with their commands and read-backs, and the truth. Ask for one site and a range of time.',
  '{ems.vw_planning_interval,ems.planning_run,ems.audit_interval,ems.site}', '{
  "followed": "True: this plan was in force in this slot; what was told to devices belongs to it.",
  "next_best_action": "What else the battery might have done; NULL where it could do nothing else.",
  "next_best_extra_cost": "What that would have cost more over the rest of the plan, everything after it answering best; site currency.",
  "setpoint": "What the devices were told during the slot: device, mode, parameter, author, reason, override_id, starts_at, ended_at, command: array of point, value, state, attempt, written, sent_at, finished_at, value_before, value_read, error. NULL: nothing, or another plan was followed.",
  "actual_covered": "Share of the slot in which the grid was measured; NULL: not audited (yet).",
  "actual_grid_w": "Measured, + import, − export.", "actual_pv_w": "Measured PV.", "actual_load_w": "Measured load without car and heat pump.", "actual_battery_w": "Measured battery, + charged, − discharged.",
  "actual_ev_w": "Measured cars.", "actual_heat_pump_w": "Measured heat pump.", "actual_soc_pct": "Measured SoC at the slot''s end.",
  "actual_buy_per_kwh": "Price of an imported kWh that held in the end.", "actual_sell_per_kwh": "Revenue of an exported kWh that held in the end.", "actual_cost": "What the slot cost: import × buy − export × sell.",
  "plan_cost": "The same as planned, at the prices the plan knew."}');
