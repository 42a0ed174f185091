drop function if exists ems.fn_plan_bound_joint(float8[], float8[], float8[], int[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], int, int, int, int, float8[], float8[], float8, float8, boolean);
create or replace function ems.fn_plan_bound_joint(
  p_stored float8[], p_worth float8[], p_heat float8[], p_at int[], p_x float8[], p_y float8[], p_held float8[], p_from float8[], p_charge float8[],
  p_battery float8[], p_car float8[], p_pump float8[], p_run int, p_pause int, p_state int, p_starts int, p_demand float8[], p_gain float8[], p_fee float8, p_tolerance float8,
  p_exact_pump boolean, out bound float8, out power float8[])
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  slots   int := cardinality(p_charge);
  cars    int := cardinality(p_car) / 7;
  at      int[] := array[1]; x float8[] := '{}'; y float8[] := '{}'; curve float8[]; n int := 0; m int; a int;
  worth   float8[]; heat float8[] := p_heat; drained float8 := p_pump[1]; part float8; e float8; d float8; most float8;
  fee     float8; low float8; high float8; pump record;
begin
  bound := -1e-6;
  -- What stands in the stores at each slot's end is bought and sold at its worth: the best each store alone can make of that.
  for k in 1..cars loop
    worth[k] := least(p_worth[k], p_car[7 * k]);        -- no more than the price of missing energy, for that is the other choice
    bound := bound + worth[k] * p_car[7 * k - 4] + least(0, worth[k] * p_car[7 * k - 3] * p_car[7 * k - 1]);
  end loop;
  if p_exact_pump then
    bound := bound - p_battery[1] * p_stored[1];
    for t in 1..slots loop
      e := p_stored[t] - case when t = slots then p_battery[9] else p_stored[t + 1] end;
      bound := bound + least(e * least(p_battery[1], p_battery[2]), e * greatest(p_battery[1], p_battery[3]));
    end loop;
  elsif p_pump is not null then
    for t in 1..slots loop heat[t] := least(heat[t], p_pump[5]); end loop;
    bound := bound - p_pump[4] * p_pump[1] * heat[1];
    for t in 1..slots loop
      drained := p_pump[4] * drained - p_demand[t];
      e := heat[t] - case when t = slots then p_pump[6] else p_pump[4] * heat[t + 1] end;
      bound := bound + heat[t] * p_demand[t] + least(e * p_pump[2], e * greatest(p_pump[3], drained));
    end loop;
  end if;

  -- A slot's cost to the device that is exact, when each other is off or runs between least and most power, whatever costs least.
  for t in 1..slots loop
    curve := p_x[p_at[t]:p_at[t + 1] - 1] || p_y[p_at[t]:p_at[t + 1] - 1];
    for k in case when p_exact_pump or p_pump is null then 1 else 0 end..cars loop
      continue when k > 0 and (t < p_car[7 * k - 6] or t > p_car[7 * k - 5]);
      if k = 0 then e := -heat[t] * p_gain[t]; d := p_pump[7]; most := p_pump[8];
      else e := -worth[k] * p_car[7 * k - 1]; d := p_car[7 * k - 3]; most := p_car[7 * k - 2];
      end if;
      curve := ems.fn_plan_curve_switch(curve, d, most, e);
    end loop;
    if not p_exact_pump then
      curve := ems.fn_plan_curve_thin(curve, 0, p_from[t], greatest(p_charge[t], p_held[t]), 0, 0);
      if p_held[t] > 0 then curve := ems.fn_plan_curve_conv(curve, array[0, 0, 0, p_held[t]], p_from[t], p_charge[t]); end if;
    else
      d := p_battery[7] * (p_stored[t] + p_battery[8]); e := p_battery[6] * (p_battery[8] - p_stored[t]);
      if p_held[t] > 0 then                               -- what charges is not held back: of the PV taken from the grid the battery has all it likes
        curve := ems.fn_plan_curve_min(
          ems.fn_plan_curve_conv(ems.fn_plan_curve_conv(curve, array[0, 0, 0, p_held[t]], -1e9, 1e9), array[-p_battery[5], d * p_battery[5], -d, p_battery[5]], 0, p_pump[8]),
          ems.fn_plan_curve_conv(curve, array[0, 0, least(e, 0), p_charge[t], 0, p_held[t] - p_charge[t]], 0, p_pump[8]));
      elsif d + e >= 0 then
        curve := ems.fn_plan_curve_conv(curve, array[-p_battery[5], d * p_battery[5], -d, p_battery[5], e, p_charge[t]], 0, p_pump[8]);
      else                                                -- energy worth less than nothing: charging and discharging are two convex parts
        curve := ems.fn_plan_curve_min(
          ems.fn_plan_curve_conv(curve, array[-p_battery[5], d * p_battery[5], -d, p_battery[5]], 0, p_pump[8]),
          ems.fn_plan_curve_conv(curve, array[0, 0, e, p_charge[t]], 0, p_pump[8]));
      end if;
    end if;
    m := cardinality(curve) / 2; a := n;
    for j in 1..m loop                                    -- where it jumps the lower value stands for both
      if n = a or curve[j] > x[n] + 1e-10 then n := n + 1; x[n] := curve[j]; y[n] := curve[m + j]; else y[n] := least(y[n], curve[m + j]); end if;
    end loop;
    at[t + 1] := n + 1;
  end loop;
  if p_exact_pump then
    fee := p_fee; low := 0; high := 'infinity';
    for i in 1..3 loop                                    -- a fee proves most where it makes the pump start just as often as it may
      select g.* into pump from ems.fn_plan_pump(p_pump, p_run, p_pause, p_state, p_starts, p_demand, p_gain, at, x, y, p_tolerance, fee, false) as g;
      part := greatest(part, pump.bound); power := coalesce(power, pump.power);
      exit when p_starts is null or pump.starts = p_starts or fee = 0 and pump.starts < p_starts;
      if pump.starts > p_starts then low := fee; else high := fee; end if;
      fee := case when high = 'infinity' then greatest(2 * fee, 0.3) when low = 0 and high < 0.1 then 0 when low = 0 then high / 2 else (low + high) / 2 end;
    end loop;
  else
    select g.cost into part from ems.fn_plan_battery(p_battery[1], p_battery[2], p_battery[3], p_battery[6], p_battery[7], p_battery[8], p_battery[9], at, x, y) as g;
  end if;
  bound := bound + part;
end;
$$;
comment on function ems.fn_plan_bound_joint(float8[], float8[], float8[], int[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], int, int, int, int, float8[], float8[], float8, float8, boolean) is
  'Another cost no plan undercuts, for slots whose cost is not convex and least powers that do not fit what the grid has to give: one device, the heat pump where p_exact_pump, else the battery, decides exactly over all slots; in each slot '
  'grid, least powers and all other devices are exact together, but these trade what they store at a price (weak duality): p_stored of a kWh in the battery and p_heat in the heat store after each slot, p_worth in each car. '
  'p_from, p_charge: the battery''s range, kW; the rest as in fn_plan_bound. p_fee: the first one tried. power: where p_exact_pump, the pump''s in that answer, kW; NULL where every fee tried lets it start too often.';
