create or replace function ems.fn_battery_follow(
  p_battery ems.battery, p_soc_wh double precision, p_value_per_kwh double precision, p_hours double precision, p_import_limit_w double precision, p_export_limit_w double precision,
  p_buy double precision[], p_sell double precision[], p_load_w double precision[], p_pv_w double precision[],
  p_true_buy double precision[], p_true_sell double precision[], p_true_load_w double precision[], p_true_pv_w double precision[],
  out slot_cost double precision[], out soc_wh double precision[]
)
language plpgsql immutable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
declare
  v_slots constant integer := cardinality(p_buy);
  v_gain constant double precision := p_hours * p_battery.charge_efficiency;
  v_drain constant double precision := p_hours / p_battery.discharge_efficiency;
  v_wear constant double precision := p_battery.wear_per_kwh;
  v_floor constant double precision := p_battery.capacity_wh * p_battery.soc_min_pct / 100000;
  v_ceiling constant double precision := p_battery.capacity_wh * p_battery.soc_max_pct / 100000;
  v_low constant double precision := least(v_floor, p_soc_wh / 1000);
  v_export constant double precision := p_export_limit_w / 1000;
  v_import double precision := p_import_limit_w / 1000;
  v_buy double precision[];
  v_sell double precision[];
  v_pv double precision[];
  v_net double precision[];
  v_from double precision[];
  v_to double precision[];
  g record;
  v record;
  v_soc double precision := p_soc_wh / 1000;
  v_before double precision := 0;
  v_try double precision[];
  v_least double precision;
  v_most double precision;
  v_power double precision;
  v_change double precision;
  v_cost double precision;
  v_best double precision;
  v_best_change double precision;
  v_grid double precision;
  v_cut double precision;
  v_way double precision;
  v_room double precision;
  v_slot record;
  d double precision;
  i integer;
  j integer;
  n integer;
begin
  -- 1. The plan's value function: what is stored is worth at each slot's end, by the forecast.
  for t in 1..v_slots loop
    v_buy[t] := p_buy[t] * p_hours;
    v_sell[t] := p_sell[t] * p_hours;
    v_pv[t] := p_pv_w[t] / 1000;
    v_net[t] := (p_load_w[t] - p_pv_w[t]) / 1000;
    v_from[t] := greatest(-p_battery.discharge_limit_w, -p_load_w[t] - case when p_battery.grid_discharge then p_export_limit_w else 0 end) / 1000;
    -- charging never takes the connection above its fuse; what the house takes by itself nobody can avoid
    v_to[t] := least(p_battery.charge_limit_w, greatest(0, p_import_limit_w - p_load_w[t] + p_pv_w[t]), case when not p_battery.grid_charge then p_pv_w[t] end) / 1000;
    v_import := greatest(v_import, v_net[t]);
  end loop;
  g := ems.fn_plan_grid_cost(v_buy, v_sell, 100 * p_hours, v_import, v_export, v_net, v_pv, v_from, v_to, not p_battery.grid_charge);
  v := ems.fn_plan_battery(v_soc, v_floor, v_ceiling, v_gain, v_drain, v_wear, p_value_per_kwh, g.at, g.x, g.y);

  -- 2. Slot by slot from what the battery really holds: the change that costs least, of equal ones the nearest to the slot before.
  slot_cost := '{}';
  soc_wh := '{}';
  for t in 1..coalesce(cardinality(p_true_buy), v_slots) loop
    v_least := greatest(v_from[t] * v_drain, least(0, v_floor - v_soc));
    v_most := least(v_to[t] * v_gain, greatest(0, v_ceiling - v_soc));
    v_try := array[v_least, v_most, 0, v_before];
    for j in g.at[t]..g.at[t + 1] - 1 loop v_try := v_try || g.x[j] * case when g.x[j] < 0 then v_drain else v_gain end; end loop;
    i := v.v_at[t + 1];
    n := case when t = v_slots then 1 when t = 1 then cardinality(v.v_slope) else v.v_at[t] - 1 end;
    d := v_low - v_soc;
    for j in i..n loop
      d := d + v.v_length[j];
      exit when d >= v_most;
      if d > v_least then v_try := v_try || d; end if;
    end loop;
    v_best := 'infinity';
    foreach d in array v_try loop
      continue when d < v_least or d > v_most;
      v_power := d / case when d < 0 then v_drain else v_gain end;
      -- the slot's own cost between two points
      j := g.at[t] + 1;
      while j < g.at[t + 1] - 1 and g.x[j] < v_power loop j := j + 1; end loop;
      v_cost := v_wear * abs(d) + case when j >= g.at[t + 1] then g.y[j - 1] else g.y[j] - (g.x[j] - v_power) * coalesce((g.y[j] - g.y[j - 1]) / nullif(g.x[j] - g.x[j - 1], 0), 0) end;
      -- and of what it leaves
      v_room := v_soc + d - v_low;
      j := i;
      while j <= n and v_room > 0 loop
        v_cost := v_cost + v.v_slope[j] * least(v_room, v.v_length[j]);
        v_room := v_room - v.v_length[j];
        j := j + 1;
      end loop;
      if v_cost < v_best - 1e-9 or v_cost <= v_best + 1e-9 and abs(d - v_before) < abs(v_best_change - v_before) then
        v_best := least(v_best, v_cost);
        v_best_change := d;
      end if;
    end loop;
    v_before := v_best_change;
    v_power := v_best_change / case when v_best_change < 0 then v_drain else v_gain end;

    -- as much PV is held back as costs least, and no more
    v_change := v_net[t] + v_power;
    v_cut := case when p_battery.grid_charge then v_pv[t] else greatest(0, v_pv[t] - greatest(v_power, 0)) end;
    v_best := 'infinity';
    if v_buy[t] >= 0 and v_sell[t] >= 0 then
      v_grid := greatest(v_change, -v_export);
      v_best := case when v_grid < 0 then v_sell[t] else v_buy[t] end * v_grid;
    else
      foreach d in array array[v_change, 0, -v_export, v_import, v_change + v_cut] loop
        continue when d < v_change - 1e-9 or d > v_change + v_cut + 1e-9 or d < -v_export - 1e-9;
        v_way := case when d < 0 then v_sell[t] * d else v_buy[t] * d + 100 * p_hours * greatest(0, d - v_import) end;
        if v_way < v_best - 1e-12 then v_best := v_way; v_grid := d; end if;
      end loop;
    end if;

    if p_true_buy is null then
      slot_cost[t] := v_best + v_wear * abs(v_best_change);
      v_soc := v_soc + v_best_change;
    else
      -- one more kWh is worth the slope above what will be stored
      j := i;
      v_room := v_soc + v_best_change - v_low;
      while j < n and v_room >= v.v_length[j] - 1e-9 loop
        v_room := v_room - v.v_length[j];
        j := j + 1;
      end loop;
      v_slot := ems.fn_battery_slot(p_battery, v_soc * 1000, p_hours, p_import_limit_w, p_export_limit_w, p_true_buy[t], p_true_sell[t], p_true_load_w[t], p_true_pv_w[t],
        ems.fn_plan_mode(p_battery, v_power * 1000, v_grid * 1000, 100000 * (v_soc + v_best_change) / p_battery.capacity_wh, -v.v_slope[j], p_buy[t], p_sell[t]), v_power * 1000, p_sell[t] < 0 and v_grid > -0.05);
      slot_cost[t] := v_slot.slot_cost;
      v_soc := v_slot.soc_wh / 1000;
    end if;
    soc_wh[t] := v_soc * 1000;
  end loop;
end
$$;
comment on function ems.fn_battery_follow(ems.battery, double precision, double precision, double precision, double precision, double precision, double precision[], double precision[], double precision[], double precision[], double precision[], double precision[], double precision[], double precision[]) is
  'A battery that follows the best plan for a forecast (p_buy, p_sell, p_load_w, p_pv_w) through what really came (p_true_…, as many slots as are wanted): each slot is planned anew from what the battery then really holds, '
  'and carried out by its way of working (fn_plan_mode, fn_battery_slot). One backward pass of fn_plan_battery does for all slots: its value function answers for every state. p_true_… NULL: the forecast comes true and the plan is carried out to the letter. '
  'p_value_per_kwh: worth of a stored kWh at the end; p_hours: length of a slot. What each slot costs with wear, currency, and what the battery holds at its end, Wh.';
