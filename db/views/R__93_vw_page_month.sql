create or replace view ems.vw_page_month with (security_invoker = true) as
select a.site_id, date_trunc('month', a.starts_at at time zone s.time_zone)::date as month, s.currency, count(distinct (a.starts_at at time zone s.time_zone)::date)::integer as days,
  sum(a.import_wh) as import_wh, sum(a.export_wh) as export_wh, sum(a.pv_wh) as pv_wh, sum(a.load_wh + coalesce(a.ev_wh, 0) + coalesce(a.heat_pump_wh, 0)) as load_wh,
  round(sum(a.cost), 4) as cost, round(sum(a.no_battery_cost), 4) as no_battery_cost, round(sum(a.self_consumption_cost), 4) as self_consumption_cost, round(sum(a.plan_cost), 4) as plan_cost,
  round(sum(a.no_battery_cost - a.cost), 4) as saved_against_no_battery, round(sum(a.self_consumption_cost - a.cost), 4) as saved_against_self_consumption, round(sum(a.cost - a.plan_cost), 4) as regret,
  round((100 * (1 - sum(a.import_wh) filter (where a.load_wh is not null)
    / nullif(sum(a.load_wh + coalesce(a.ev_wh, 0) + coalesce(a.heat_pump_wh, 0)) filter (where a.import_wh is not null), 0)))::numeric, 1) as self_sufficiency_pct,
  round((100 * sum(abs(a.pv_wh - a.plan_pv_wh)) / nullif(sum(a.pv_wh) filter (where a.plan_pv_wh is not null), 0))::numeric, 1) as pv_error_pct,
  round((100 * sum(abs(a.load_wh - a.plan_load_wh)) / nullif(sum(a.load_wh) filter (where a.plan_load_wh is not null), 0))::numeric, 1) as load_error_pct
from ems.audit_interval as a join ems.site as s on s.site_id = a.site_id
group by a.site_id, date_trunc('month', a.starts_at at time zone s.time_zone), s.currency;
select ems.fn_view_comment('ems.vw_page_month', 'Each local month: energies, cost, what it would have cost, savings, and how well sun and load were foreseen.', '{}', '{
  "site_id": "House.", "month": "First day of the local month.", "currency": "Currency of the money columns.", "days": "Days of it that have audited slots.", "import_wh": "From the grid.", "export_wh": "To the grid.", "pv_wh": "PV production.",
  "load_wh": "Consumption, car and heat pump included.", "cost": "Paid for import less earned by export.", "no_battery_cost": "Without the battery.", "self_consumption_cost": "With a battery that only follows PV and load.",
  "plan_cost": "As planned.", "saved_against_no_battery": "Difference over the slots of which both are known.", "saved_against_self_consumption": "Difference over the slots of which both are known.",
  "regret": "What it cost more than the plans that were followed had promised; below 0: less.", "self_sufficiency_pct": "Share of the consumption that was not imported, %.",
  "pv_error_pct": "Sum of the slots'' differences between PV and what the plan expected, in % of PV.", "load_error_pct": "The same of the load without car and heat pump."}');
