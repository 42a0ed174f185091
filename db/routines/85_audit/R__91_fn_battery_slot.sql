create or replace function ems.fn_battery_slot(
  p_battery ems.battery, p_soc_wh double precision, p_hours double precision, p_import_limit_w double precision, p_export_limit_w double precision,
  p_buy double precision, p_sell double precision, p_load_w double precision, p_pv_w double precision, p_mode text, p_power_w double precision, p_export_stop boolean,
  out slot_cost double precision, out soc_wh double precision
)
language plpgsql immutable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
declare
  -- what is missing (+) or left over (−) before the battery
  v_net constant double precision := p_load_w - p_pv_w;
  v_gain constant double precision := p_hours * p_battery.charge_efficiency;
  v_drain constant double precision := p_hours / p_battery.discharge_efficiency;
  v_power double precision := 0;
  v_grid double precision;
begin
  soc_wh := p_soc_wh;
  if p_battery.capacity_wh is not null then
    v_power := case p_mode when 'hold' then greatest(0, -v_net) when 'idle' then least(0, -v_net) when 'charge' then greatest(p_power_w, -v_net) when 'discharge' then least(p_power_w, -v_net) else -v_net end;
    -- (a limit that is NULL is none)
    v_power := least(v_power, p_battery.charge_limit_w, greatest(0, p_import_limit_w - v_net), case when not p_battery.grid_charge then p_pv_w end,
      greatest(0, p_battery.capacity_wh * p_battery.soc_max_pct / 100 - p_soc_wh) / v_gain);
    v_power := greatest(v_power, -p_battery.discharge_limit_w, -p_load_w - case when p_battery.grid_discharge then p_export_limit_w else 0 end,
      least(0, p_battery.capacity_wh * p_battery.soc_min_pct / 100 - p_soc_wh) / v_drain);
    soc_wh := p_soc_wh + v_power * case when v_power > 0 then v_gain else v_drain end;
  end if;
  -- PV that nobody takes is held back
  v_grid := greatest(v_net + v_power, case when p_export_stop then least(0, p_load_w + v_power) else -p_export_limit_w end);
  slot_cost := (p_hours * v_grid * case when v_grid > 0 then p_buy else p_sell end + coalesce(p_battery.wear_per_kwh, 0) * abs(soc_wh - p_soc_wh)) / 1000;
end
$$;
comment on function ems.fn_battery_slot(ems.battery, double precision, double precision, double precision, double precision, double precision, double precision, double precision, double precision, text, double precision, boolean) is
  'A house in one way of working (fn_plan_mode) for a slot of load and sun as they really were: p_power_w the battery''s power for charge (+) and discharge (−), p_export_stop: PV that nobody takes is held back. '
  'The battery obeys its limits and the fuse; without capacity there is none. What the slot costs with wear, currency, and what the battery holds at its end, Wh.';
