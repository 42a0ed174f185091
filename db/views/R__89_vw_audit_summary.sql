create or replace view ems.vw_audit_summary with (security_invoker = true) as
select a.site_id, (a.starts_at at time zone s.time_zone)::date as day, s.currency,
  count(*)::integer as slots, (sum(extract(epoch from a.ends_at - a.starts_at) * a.covered) / sum(extract(epoch from a.ends_at - a.starts_at)))::real as covered,
  sum(a.import_wh) as import_wh, sum(a.export_wh) as export_wh, sum(a.pv_wh) as pv_wh, sum(a.load_wh) as load_wh, sum(a.ev_wh) as ev_wh, sum(a.heat_pump_wh) as heat_pump_wh, sum(a.heat_wh) as heat_wh,
  sum(a.battery_charge_wh) as battery_charge_wh, sum(a.battery_discharge_wh) as battery_discharge_wh,
  -- four digits: the days of a month add up to the month's hundredth
  round(sum(a.cost), 4) as cost, round(sum(a.plan_cost), 4) as plan_cost, round(sum(a.no_battery_cost), 4) as no_battery_cost, round(sum(a.self_consumption_cost), 4) as self_consumption_cost,
  -- compared slot by slot: one of which either is not known is in neither
  round(sum(a.no_battery_cost - a.cost), 4) as saved_against_no_battery, round(sum(a.self_consumption_cost - a.cost), 4) as saved_against_self_consumption,
  round((100 * (1 - sum(a.import_wh) filter (where a.load_wh is not null)
    / nullif(sum(a.load_wh + coalesce(a.ev_wh, 0) + coalesce(a.heat_pump_wh, 0)) filter (where a.import_wh is not null), 0)))::numeric, 1) as self_sufficiency_pct,
  round((100 * (1 - sum(a.export_wh) filter (where a.pv_wh is not null) / nullif(sum(a.pv_wh) filter (where a.export_wh is not null), 0)))::numeric, 1) as own_use_pct,
  bool_or(a.curtailed) as curtailed
from ems.audit_interval as a join ems.site as s on s.site_id = a.site_id
group by a.site_id, (a.starts_at at time zone s.time_zone)::date, s.currency;
select ems.fn_view_comment('ems.vw_audit_summary', 'Each local day: energies, what it cost, what it would have cost, and what was saved.', '{}', '{
    "site_id": "House.",
    "day": "Local day.",
    "currency": "Currency of the money columns.",
    "slots": "Slots of the day that are filled; a full one has 92, 96 or 100 quarter-hours.",
    "covered": "Share of that time in which the grid was measured.",
    "import_wh": "From the grid.",
    "export_wh": "To the grid.",
    "pv_wh": "PV production.",
    "load_wh": "Load without car and heat pump.",
    "ev_wh": "Cars.",
    "heat_pump_wh": "Heat pump, electric.",
    "heat_wh": "Heat it gave.",
    "battery_charge_wh": "Into the battery.",
    "battery_discharge_wh": "Out of the battery.",
    "cost": "Paid for import less earned by export.",
    "plan_cost": "The same as planned.",
    "no_battery_cost": "Without the battery.",
    "self_consumption_cost": "With a battery that only follows PV and load.",
    "saved_against_no_battery": "Difference over the slots of which both are known.",
    "saved_against_self_consumption": "Difference over the slots of which both are known; what is stored at midnight is not in it.",
    "self_sufficiency_pct": "Share of the consumption that was not imported.",
    "own_use_pct": "Share of the PV production that was not exported.",
    "curtailed": "PV was held back at some time."
  }');
