create or replace function ems.fn_self_consumption(
  p_battery ems.battery, p_soc_wh double precision, p_slot_at timestamptz[], p_hours double precision[], p_need_w double precision[]
) returns table (slot_at timestamptz, import_wh double precision, export_wh double precision, soc_wh double precision)
language plpgsql immutable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
declare
  v_floor constant double precision := p_battery.capacity_wh * p_battery.soc_min_pct / 100;
  v_ceiling constant double precision := p_battery.capacity_wh * p_battery.soc_max_pct / 100;
  v_soc double precision := p_soc_wh;
  v_power double precision;
  v_grid double precision;
begin
  import_wh := 0;
  export_wh := 0;
  for n in 1..coalesce(cardinality(p_need_w), 0) loop
    slot_at := p_slot_at[n];
    -- charges (+) with what is left over, discharges (−) for what is missing
    v_power := -p_need_w[n];
    if v_power > 0 then
      v_power := least(v_power, p_battery.charge_limit_w, greatest(0, v_ceiling - v_soc) / p_battery.charge_efficiency / p_hours[n]);
      v_soc := v_soc + v_power * p_hours[n] * p_battery.charge_efficiency;
    else
      v_power := -least(-v_power, p_battery.discharge_limit_w, greatest(0, v_soc - v_floor) * p_battery.discharge_efficiency / p_hours[n]);
      v_soc := v_soc + v_power * p_hours[n] / p_battery.discharge_efficiency;
    end if;
    v_grid := (p_need_w[n] + v_power) * p_hours[n];
    import_wh := import_wh + greatest(v_grid, 0);
    export_wh := export_wh + greatest(-v_grid, 0);
    if n = cardinality(p_need_w) or p_slot_at[n + 1] <> slot_at then
      soc_wh := v_soc;
      return next;
      import_wh := 0;
      export_wh := 0;
    end if;
  end loop;
end
$$;
comment on function ems.fn_self_consumption(ems.battery, double precision, timestamptz[], double precision[], double precision[]) is
  'A battery that only follows PV and load, imagined over measured pieces (fn_audit_piece): what each slot would have imported and exported, Wh, and what the battery would hold at its end.';
