create or replace function ems.fn_audit_summary(p_site_id text, p_from timestamptz, p_to timestamptz)
returns table (
  day date, currency text, slots integer, covered real, import_wh double precision, export_wh double precision, pv_wh double precision, load_wh double precision,
  ev_wh double precision, heat_pump_wh double precision, heat_wh double precision, battery_charge_wh double precision, battery_discharge_wh double precision,
  cost numeric, plan_cost numeric, no_battery_cost numeric, self_consumption_cost numeric, saved_against_no_battery numeric, saved_against_self_consumption numeric,
  self_sufficiency_pct numeric, own_use_pct numeric, curtailed boolean
)
language sql stable parallel safe security invoker
begin atomic
  select (a.starts_at at time zone s.time_zone)::date as day, s.currency,
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
  where a.site_id = p_site_id and a.starts_at >= p_from and a.starts_at < p_to
  group by (a.starts_at at time zone s.time_zone)::date, s.currency;
end;
comment on function ems.fn_audit_summary(text, timestamptz, timestamptz) is
  'Each local day of the audited slots that start in [p_from, p_to): energies, Wh, what it cost, what it would have cost, and what was saved, in the site''s currency. Columns as in vw_audit_summary, which is all days of all sites.';
