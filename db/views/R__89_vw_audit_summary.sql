create or replace view ems.vw_audit_summary with (security_invoker = true) as
select s.site_id, a.* from ems.site as s cross join lateral ems.fn_audit_summary(s.site_id, '-infinity', 'infinity') as a;
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
