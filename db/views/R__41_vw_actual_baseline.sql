create or replace view ems.vw_actual_baseline with (security_invoker = true) as
select a.site_id, a.starts_at, a.ends_at, a.load_wh, a.load_wh * 3600 / extract(epoch from a.ends_at - a.starts_at)::double precision as load_w,
  a.ev_wh, a.heat_pump_wh, a.outdoor_c, a.covered, a.curtailed
from ems.audit_interval as a
where a.load_wh is not null;
select ems.fn_view_comment('ems.vw_actual_baseline', 'Measured load without car and heat pump, by slot: what fn_baseline_consumption learns from (well covered, uncurtailed slots only).', '{}', '{
    "site_id": "House.",
    "starts_at": "Start of the slot.",
    "ends_at": "End of the slot, not included.",
    "load_wh": "Energy, Wh.",
    "load_w": "Mean power, W.",
    "ev_wh": "Cars, taken out.",
    "heat_pump_wh": "Heat pump, taken out.",
    "outdoor_c": "Outdoor temperature, mean.",
    "covered": "Share of the slot that was measured.",
    "curtailed": "PV was held back."
  }');
