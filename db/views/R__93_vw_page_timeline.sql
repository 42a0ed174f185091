create or replace view ems.vw_page_timeline with (security_invoker = true) as
select s.site_id, g.starts_at, g.starts_at + make_interval(mins => s.slot_minutes) as ends_at, (g.starts_at at time zone s.time_zone)::date as day,
  coalesce(e.buy_per_kwh::double precision, i.buy_per_kwh) as buy_per_kwh, coalesce(e.sell_per_kwh::double precision, i.sell_per_kwh) as sell_per_kwh, e.buy_per_kwh is null as price_estimated, e.band,
  i.planning_run_id, i.mode, i.reason, i.energy_value_per_kwh, i.pv_w as plan_pv_w, i.load_w as plan_load_w, i.battery_w as plan_battery_w, i.grid_w as plan_grid_w, i.ev_w as plan_ev_w,
  i.heat_pump_w as plan_heat_pump_w, i.soc_pct as plan_soc_pct, i.curtailed_w as plan_curtailed_w, f.pv_p10_w, f.pv_p90_w,
  m.pv_w, m.grid_w + m.inverter_ac_w - coalesce(m.ev_w, 0) - coalesce(m.heat_pump_w, 0) as load_w, m.battery_w, m.grid_w, m.ev_w, m.heat_pump_w, m.soc_pct
from ems.site as s
cross join lateral (select date_trunc('day', now() at time zone s.time_zone) as midnight) as d
cross join lateral generate_series((d.midnight - interval '1 day') at time zone s.time_zone, (d.midnight + interval '2 days') at time zone s.time_zone - interval '1 s', make_interval(mins => s.slot_minutes)) as g (starts_at)
left join ems.vw_site_effective_price as e on e.site_id = s.site_id and e.starts_at = g.starts_at
left join ems.vw_plan as i on i.site_id = s.site_id and i.starts_at = g.starts_at
left join lateral ems.fn_pv_forecast(s.site_id, date_bin('15 min', now(), timestamptz 'epoch'), (d.midnight + interval '2 days') at time zone s.time_zone, now()) as f on f.starts_at = g.starts_at
left join lateral (
  select x.starts_at, max(x.mean) filter (where x.signal = 'pv_w') as pv_w, max(x.mean) filter (where x.signal = 'battery_w') as battery_w, max(x.mean) filter (where x.signal = 'grid_w') as grid_w,
    max(x.mean) filter (where x.signal = 'inverter_ac_w') as inverter_ac_w, max(x.mean) filter (where x.signal = 'ev_w') as ev_w, max(x.mean) filter (where x.signal = 'heat_pump_w') as heat_pump_w,
    max(x.last) filter (where x.signal = 'soc_pct') as soc_pct
  from ems.fn_site_signal_15m(s.site_id, (d.midnight - interval '1 day') at time zone s.time_zone, now()) as x group by x.starts_at
) as m on m.starts_at = g.starts_at
where i.site_id is not null or e.site_id is not null or m.starts_at is not null;
select ems.fn_view_comment('ems.vw_page_timeline', 'One time axis, from yesterday''s midnight to the end of tomorrow, slot by slot: prices, the plan as it is and was followed, the PV forecast, and what was measured. Ask for one site.', '{ems.vw_plan,ems.site}', '{
  "starts_at": "Start of the slot.", "ends_at": "End of the slot, not included.", "day": "Local day.", "buy_per_kwh": "Price of an imported kWh: the auction''s, else what the plan took for it.", "sell_per_kwh": "Revenue of an exported kWh, likewise.",
  "price_estimated": "The price is not published yet.", "band": "VT high tariff, NT low tariff.", "plan_pv_w": "PV the plan expects.", "plan_load_w": "Load without car and heat pump it expects.",
  "plan_battery_w": "Battery as planned, + charges, − discharges.", "plan_grid_w": "Grid as planned, + import, − export.", "plan_ev_w": "Cars as planned.", "plan_heat_pump_w": "Heat pump as planned.",
  "plan_soc_pct": "State of charge at the slot''s end as planned, %.", "plan_curtailed_w": "PV held back as planned.", "pv_p10_w": "PV forecast, of ten cases nine are above.", "pv_p90_w": "PV forecast, of ten cases nine are below.",
  "pv_w": "PV as measured; NULL: not (yet).", "load_w": "Load without car and heat pump as measured.", "battery_w": "Battery as measured, + charges, − discharges.", "grid_w": "Grid as measured, + import, − export.",
  "ev_w": "Cars as measured.", "heat_pump_w": "Heat pump as measured.", "soc_pct": "State of charge at the slot''s end as measured, %."}');
