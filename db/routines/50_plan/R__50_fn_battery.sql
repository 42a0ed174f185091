create or replace function ems.fn_battery(p_site_id text) returns setof ems.battery
language sql stable parallel safe security invoker
begin atomic
  select b.site_id, b.device_id, b.capacity_wh, b.nominal_voltage_v, least(b.soc_max_pct - 1, greatest(b.soc_min_pct, (
      select s.value from ems.device_setting as s where s.site_id = b.site_id and s.device_id = b.device_id and s.point = 'low_soc_pct'))),
    b.soc_max_pct, b.charge_limit_w, b.discharge_limit_w, b.charge_efficiency, b.discharge_efficiency, b.wear_per_kwh, b.grid_charge, b.grid_discharge
  from ems.battery as b
  where b.site_id = p_site_id;
end;
comment on function ems.fn_battery(text) is
  'The site''s battery as it can really be used: soc_min_pct is at least what its inverter is set to keep (setting low_soc_pct). No row: no battery.';
