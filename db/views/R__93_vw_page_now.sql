create or replace view ems.vw_page_now with (security_invoker = true) as
select s.site_id, s.name, s.time_zone, s.currency, s.control_mode, s.simulated, s.locked,
  g.pv_w, g.grid_w, g.battery_w, g.ev_w, g.heat_pump_w,
  g.grid_w + g.inverter_ac_w - coalesce(g.ev_w, 0) - coalesce(g.heat_pump_w, 0) as house_w,
  g.soc_pct, g.outdoor_c, g.tank_c, g.signal, g.stale, g.measured_at, s.capacity_wh, s.soc_min_pct,
  p.buy_per_kwh, p.sell_per_kwh, p.price_until, p.next_buy_per_kwh, p.next_sell_per_kwh, p.lowest_per_kwh, p.highest_per_kwh, p.dearer,
  t.cost as today_cost, t.saved_against_no_battery as today_saved, greatest(t.self_sufficiency_pct, 0) as today_self_sufficiency_pct, t.pv_wh as today_pv_wh, t.import_wh as today_import_wh, t.export_wh as today_export_wh,
  t.load_wh + coalesce(t.ev_wh, 0) + coalesce(t.heat_pump_wh, 0) as today_load_wh, t.covered as today_covered,
  i.planning_run_id, i.mode as plan_mode, i.reason as plan_reason, i.energy_value_per_kwh, c.mode as battery_mode, c.author as battery_author, c.reason as battery_reason, c.override_id as battery_override_id,
  f.starts_at as change_at, f.mode as change_mode, f.reason as change_reason,
  (select count(*) from ems.alert as a where a.site_id = s.site_id and a.state = 'open')::integer as alerts
from ems.vw_site as s
cross join lateral (
  select l.midnight at time zone s.time_zone as day_from, (l.midnight + interval '1 day') at time zone s.time_zone as day_to, make_interval(mins => s.slot_minutes) as width
  from (select date_trunc('day', now() at time zone s.time_zone) as midnight) as l
) as d
left join ems.battery as b on b.site_id = s.site_id
left join lateral (
  select max(g.value) filter (where g.signal = 'pv_w') as pv_w, max(g.value) filter (where g.signal = 'grid_w') as grid_w, max(g.value) filter (where g.signal = 'battery_w') as battery_w,
    max(g.value) filter (where g.signal = 'ev_w') as ev_w, max(g.value) filter (where g.signal = 'heat_pump_w') as heat_pump_w, max(g.value) filter (where g.signal = 'inverter_ac_w') as inverter_ac_w,
    max(g.value) filter (where g.signal = 'soc_pct') as soc_pct, max(g.value) filter (where g.signal = 'outdoor_c') as outdoor_c, max(g.value) filter (where g.signal = 'tank_c') as tank_c,
    array_agg(g.signal order by g.signal) as signal, coalesce(array_agg(g.signal order by g.signal) filter (where not g.fresh), '{}') as stale, max(g.measured_at) as measured_at
  from ems.fn_site_signal(s.site_id, now()) as g
) as g on true
left join lateral (
  -- the price that holds, the next one, and how the first lies among those of the local day
  select min(e.buy_per_kwh) filter (where e.holds) as buy_per_kwh, min(e.sell_per_kwh) filter (where e.holds) as sell_per_kwh, min(e.ends_at) filter (where e.holds) as price_until,
    min(e.buy_per_kwh) filter (where e.follows) as next_buy_per_kwh, min(e.sell_per_kwh) filter (where e.follows) as next_sell_per_kwh,
    min(e.buy_per_kwh) filter (where e.today) as lowest_per_kwh, max(e.buy_per_kwh) filter (where e.today) as highest_per_kwh,
    (count(*) filter (where e.today and e.difference < 0))::real / nullif(count(*) filter (where e.today), 0) as dearer
  from (
    select y.*, y.buy_per_kwh - min(y.buy_per_kwh) filter (where y.holds) over () as difference
    from (
      select x.*, x.starts_at < d.day_to as today, x.starts_at <= now() and x.ends_at > now() as holds, x.starts_at > now() and x.starts_at <= now() + d.width as follows
      from ems.fn_effective_price(s.site_id, d.day_from, d.day_to + d.width, now()) as x
    ) as y
  ) as e
) as p on true
left join lateral ems.fn_audit_summary(s.site_id, d.day_from, d.day_to) as t on true
left join lateral ems.fn_plan_interval(s.site_id, now()) as i on true
left join lateral (
  select p.mode, p.author, p.reason, p.override_id from ems.setpoint as p
  where b.device_id is not null and p.site_id = s.site_id and p.device_id = b.device_id and p.ended_at is null and p.expires_at > now() order by p.starts_at desc limit 1
) as c on true
left join lateral (
  select x.starts_at, x.mode, x.reason from ems.planning_interval as x
  where x.site_id = s.site_id and x.planning_run_id = i.planning_run_id and x.starts_at > i.starts_at and x.mode is distinct from i.mode order by x.starts_at limit 1
) as f on true;
select ems.fn_view_comment('ems.vw_page_now', 'The house at this moment in one row: powers with their age, price now and next, today''s money, what the battery does and why.', '{ems.site,ems.battery,ems.planning_interval}', '{
  "locked": "Control is locked for safety.", "pv_w": "PV, W.", "grid_w": "Grid connection, W, + import, − export.", "battery_w": "Battery, W, + charges, − discharges.", "ev_w": "Cars, W; NULL: none or unknown.",
  "heat_pump_w": "Heat pump, electric, W.", "house_w": "Everything else in the house, W: grid and inverter less car and heat pump.", "soc_pct": "State of charge, %.", "outdoor_c": "Outdoor air, °C.", "tank_c": "Hot water, °C.",
  "signal": "Quantities this house has.", "stale": "Those of them that are missing, suspect or too old.", "measured_at": "When the newest of them was measured.",
  "buy_per_kwh": "Price of an imported kWh now; NULL: not known.", "sell_per_kwh": "Revenue of an exported kWh now.", "price_until": "Until when this price holds.",
  "next_buy_per_kwh": "Price of an imported kWh in the next slot.", "next_sell_per_kwh": "Revenue of an exported kWh in the next slot.", "lowest_per_kwh": "Lowest purchase price of the local day.",
  "highest_per_kwh": "Highest of it.", "dearer": "Share of the local day''s slots that are cheaper than now, 0 to 1.",
  "today_cost": "Paid today so far.", "today_saved": "Saved today against a house without battery.", "today_self_sufficiency_pct": "Share of today''s consumption that was not imported, %; 0 where more was imported, into the battery.", "today_pv_wh": "PV today.",
  "today_import_wh": "Imported today.", "today_export_wh": "Exported today.", "today_load_wh": "Consumed today, car and heat pump included.", "today_covered": "Share of today''s audited time in which the grid was measured, 0 to 1.",
  "plan_mode": "What the plan in force wants of the battery now.", "plan_reason": "Why; fn_reason_text says it in words.", "battery_mode": "What the battery''s device was told.", "battery_author": "Who told it: plan, or a person.",
  "battery_reason": "Why it was told so.", "battery_override_id": "The override behind it; NULL: none.", "change_at": "When the plan changes the battery''s mode next; NULL: not within the plan.",
  "change_mode": "The mode then.", "change_reason": "Why.", "alerts": "Open alerts."}');
