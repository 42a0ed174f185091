create or replace function ems.fn_battery_rule(
  p_battery ems.battery, p_soc_wh double precision, p_hours double precision, p_import_limit_w double precision, p_export_limit_w double precision,
  p_buy double precision[], p_sell double precision[], p_load_w double precision[], p_pv_w double precision[], p_charge boolean[], p_export_stop boolean[],
  out slot_cost double precision[], out soc_wh double precision[]
)
language plpgsql immutable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
declare
  v_slot record;
  v_soc double precision := p_soc_wh;
begin
  slot_cost := '{}';
  soc_wh := '{}';
  for t in 1..cardinality(p_buy) loop
    v_slot := ems.fn_battery_slot(p_battery, v_soc, p_hours, p_import_limit_w, p_export_limit_w, p_buy[t], p_sell[t], p_load_w[t], p_pv_w[t],
      case when p_charge[t] then 'charge' else 'self_consumption' end, p_battery.charge_limit_w, p_export_stop[t]);
    v_soc := v_slot.soc_wh;
    slot_cost[t] := v_slot.slot_cost;
    soc_wh[t] := v_soc;
  end loop;
end
$$;
comment on function ems.fn_battery_rule(ems.battery, double precision, double precision, double precision, double precision, double precision[], double precision[], double precision[], double precision[], boolean[], boolean[]) is
  'A battery that follows PV and load through slots as they were, but fills from the grid where p_charge says so; where p_export_stop says so PV that nobody takes is held back (NULL: never). '
  'Without capacity there is none. What each slot costs with wear, currency, and what the battery holds at its end, Wh (fn_battery_slot).';
