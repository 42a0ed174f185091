create or replace view ems.vw_planning_interval with (security_invoker = true) as
select i.site_id, i.planning_run_id, i.starts_at, i.ends_at, i.buy_per_kwh, i.sell_per_kwh, i.price_estimated, i.load_w, i.pv_w, i.grid_import_w - i.grid_export_w as grid_w, i.curtailed_w,
  i.battery_charge_w - i.battery_discharge_w as battery_w, i.soc_wh, i.soc_pct, i.ev_w, i.ev, i.heat_pump_w, i.store_wh, i.energy_value_per_kwh, i.reason, i.next_best,
  i.mode
from ems.planning_interval as i;
select ems.fn_view_comment('ems.vw_planning_interval', 'Slots of accepted plans.', '{ems.planning_interval}',
  '{"grid_w": "At the grid connection, + import, − export.", "battery_w": "Battery, AC side, + charges, − discharges."}');
