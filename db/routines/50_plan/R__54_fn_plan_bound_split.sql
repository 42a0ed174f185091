create or replace function ems.fn_plan_bound_split(
  p_price float8[], p_worth float8[], p_at int[], p_x float8[], p_y float8[], p_held float8[], p_from float8[], p_charge float8[],
  p_battery float8[], p_car float8[], p_pump float8[], p_run int, p_pause int, p_state int, p_starts int, p_demand float8[], p_gain float8[], p_fee float8, p_tolerance float8,
  out bound float8, out used float8[], out power float8[], out battery float8[], out given float8[], out starts int)
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  slots   int := cardinality(p_charge);
  cars    int := cardinality(p_car) / 7;
  at      int[] := array[1]; x float8[] := '{}'; y float8[] := '{}'; curve float8[]; n int := 0; m int; a int;
  stage   float8[] := '{}'; s_at int[] := array[1]; s_device int[] := '{}'; slot_at int[] := array[1]; s int := 0;  -- a slot's curves before each device has its say
  pay     float8[]; least_w float8; most_w float8; w float8; v float8; cost float8; best float8; best_w float8; place float8; k int;
  exact   record; pump record; pump_at int[] := array[1]; px float8[] := '{}'; py float8[] := '{}';
begin
  bound := -1e-6; used := array_fill(0::float8, array[slots]); power := used; given := array_fill(0::float8, array[cars]); starts := 0;
  for k in 1..cars loop
    w := least(p_worth[k], p_car[7 * k]); pay[k] := w * p_car[7 * k - 1];
    bound := bound + w * p_car[7 * k - 4] + least(0, w * p_car[7 * k - 3] * p_car[7 * k - 1]);
  end loop;
  -- Grid, battery and what runs in each slot at the price, on and off exact.
  for t in 1..slots loop
    curve := p_x[p_at[t]:p_at[t + 1] - 1] || p_y[p_at[t]:p_at[t + 1] - 1];
    for k in case when p_pump is null then 1 else 0 end..cars loop
      continue when k > 0 and (t < p_car[7 * k - 6] or t > p_car[7 * k - 5]);
      s := s + 1; s_device[s] := k; stage := stage || curve; s_at[s + 1] := cardinality(stage) + 1;
      if k = 0 then w := p_price[t]; least_w := p_pump[7]; most_w := p_pump[8]; else w := pay[k]; least_w := p_car[7 * k - 3]; most_w := p_car[7 * k - 2]; end if;
      curve := ems.fn_plan_curve_switch(curve, least_w, most_w, -w);
    end loop;
    curve := ems.fn_plan_curve_thin(curve, 0, p_from[t], greatest(p_charge[t], p_held[t]), p_tolerance, 0);
    if p_held[t] > 0 then
      s := s + 1; s_device[s] := -1; stage := stage || curve; s_at[s + 1] := cardinality(stage) + 1;
      curve := ems.fn_plan_curve_conv(curve, array[0, 0, 0, p_held[t]], p_from[t], p_charge[t]);
    end if;
    slot_at[t + 1] := s + 1; m := cardinality(curve) / 2; a := n;
    for j in 1..m loop                                    -- where it jumps the lower value stands for both
      if n = a or curve[j] > x[n] + 1e-10 then n := n + 1; x[n] := curve[j]; y[n] := curve[m + j]; else y[n] := least(y[n], curve[m + j]); end if;
    end loop;
    at[t + 1] := n + 1;
  end loop;
  select g.cost, g.power into exact from ems.fn_plan_battery(p_battery[1], p_battery[2], p_battery[3], p_battery[6], p_battery[7], p_battery[8], p_battery[9], at, x, y) as g;
  bound := bound + exact.cost; battery := exact.power;
  -- The heat pump, which pays that price.
  if p_pump is not null then
    for t in 1..slots loop
      pump_at[t + 1] := 2 * t + 1; px[2 * t - 1] := 0; py[2 * t - 1] := 0; px[2 * t] := p_pump[8]; py[2 * t] := p_price[t] * p_pump[8];
    end loop;
    pump := ems.fn_plan_heat_pump(p_pump[1], p_pump[2], p_pump[3], p_pump[4], p_pump[5], p_pump[6], p_demand, p_gain, p_pump[7],
      p_run, p_pause, p_state, null, case when p_starts is null then 0 else p_fee end, pump_at, px, py, p_tolerance, true, null, null);
    bound := bound + pump.bound - case when p_starts is null then 0 else p_fee * p_starts end; starts := pump.starts; power := pump.power;
  end if;
  -- Who runs in each slot of the battery's answer, device after device back to the grid.
  for t in 1..slots loop
    place := battery[t];
    for s in reverse slot_at[t + 1] - 1..slot_at[t] loop
      k := s_device[s]; a := s_at[s]; m := (s_at[s + 1] - a) / 2;
      if k < 0 then w := 0; least_w := 0; most_w := p_held[t];
      elsif k = 0 then w := p_price[t]; least_w := p_pump[7]; most_w := p_pump[8];
      else w := pay[k]; least_w := p_car[7 * k - 3]; most_w := p_car[7 * k - 2];
      end if;
      best := ems.fn_plan_curve_at(stage[a:a + m - 1], stage[a + m:a + 2 * m - 1], 0, m, place); best_w := 0;
      for j in a - 2..a + m - 1 loop                      -- at least power, at most power, or where the curve bends
        v := case j when a - 2 then least_w when a - 1 then most_w else stage[j] - place end;
        continue when v < least_w or v > most_w;
        cost := case when j < a then ems.fn_plan_curve_at(stage[a:a + m - 1], stage[a + m:a + 2 * m - 1], 0, m, place + v) else stage[m + j] end - w * v;
        if cost < best then best := cost; best_w := v; end if;
      end loop;
      place := place + best_w;
      if k = 0 then used[t] := best_w; elsif k > 0 then given[k] := given[k] + best_w * p_car[7 * k - 1]; end if;
    end loop;
  end loop;
end;
$$;
comment on function ems.fn_plan_bound_split(float8[], float8[], int[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], int, int, int, int, float8[], float8[], float8, float8) is
  'A third cost no plan undercuts: the heat pump''s power is written down twice, once in its own exact answer to p_price (currency a kW in each slot), once in the slot, where grid, least powers and cars are exact together and the battery is exact over all slots; '
  'what the two disagree on trades at that price, what is in each car at p_worth a kWh (weak duality, Lagrangian decomposition). It knows least runs, pauses and a store too small for half a slot''s run, which fn_plan_bound_joint trades away. '
  'used: the pump''s power in the slots, kW; power: in its own answer, which may start too often; given: kWh into each car; battery: its powers, kW; starts: of the pump''s own answer; where they disagree the prices can be better (fn_plan_bound_climb). p_fee: a price of each start above p_starts, which is paid back for all that are allowed; the rest as in fn_plan_bound_joint.';
