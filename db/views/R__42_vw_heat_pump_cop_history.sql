create or replace view ems.vw_heat_pump_cop_history with (security_invoker = true) as
with slot as (
  select a.site_id, a.starts_at, a.ends_at, a.heat_pump_wh, a.heat_wh, a.outdoor_c, s.time_zone, h.flow_at_zero_c - h.flow_slope * a.outdoor_c as flow_c
  from ems.audit_interval as a
  join ems.site as s on s.site_id = a.site_id
  join ems.heat_pump as h on h.site_id = a.site_id
  -- standing still tells nothing about the COP
  where a.heat_pump_wh > 50 and a.heat_wh is not null and a.outdoor_c is not null
)
select site_id, (starts_at at time zone time_zone)::date as day, min(starts_at) as day_starts_at, max(ends_at) as day_ends_at,
  sum(heat_pump_wh) as electric_wh, sum(heat_wh) as heat_wh, sum(heat_wh) / sum(heat_pump_wh) as cop,
  sum(outdoor_c * heat_pump_wh) / sum(heat_pump_wh) as outdoor_c, sum(flow_c * heat_pump_wh) / sum(heat_pump_wh) as flow_c,
  -- the share of Carnot that would explain the day, within what machines do
  greatest(0.2, least(0.7, sum(heat_wh) / nullif(sum(heat_pump_wh * ems.fn_cop_carnot(outdoor_c, flow_c)), 0))) as carnot_ratio
from slot
group by site_id, (starts_at at time zone time_zone)::date;
select ems.fn_view_comment('ems.vw_heat_pump_cop_history', 'Measured COP by local day, from electric energy and heat of the slots in which the heat pump ran.', '{}', '{
    "site_id": "House.",
    "day": "Local day.",
    "day_starts_at": "First slot it ran in.",
    "day_ends_at": "End of the last slot it ran in.",
    "electric_wh": "Electric energy, Wh.",
    "heat_wh": "Heat, Wh.",
    "cop": "Heat through electric energy.",
    "outdoor_c": "Outdoor temperature while it ran, °C.",
    "flow_c": "Flow temperature of the heating curve, °C.",
    "carnot_ratio": "Share of the Carnot COP."
  }');
