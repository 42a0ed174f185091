create or replace function ems.fn_plan_bound_joint(
  p_price float8[], p_at int[], p_x float8[], p_y float8[], p_from float8[], p_charge float8[], p_most float8[],
  p_battery float8[], p_car float8[], p_pump float8[], p_run int, p_pause int, p_state int, p_starts int, p_demand float8[], p_gain float8[], p_fee float8, p_tolerance float8)
returns float8
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  slots int := cardinality(p_price);
  cars  int := cardinality(p_car) / 7;
  at    int[] := array[1]; x float8[] := '{}'; y float8[] := '{}'; curve float8[]; n int := 0; m int;
  a     int; b int; own float8; rest float8[]; part float8; parts float8[] := '{}'; bound float8; joint float8;
begin
  -- What the grid gains by trading alone, and each device.
  for t in 1..slots loop
    n := n + 2; x[n - 1] := p_from[t]; y[n - 1] := p_price[t] * p_from[t]; x[n] := p_charge[t]; y[n] := p_price[t] * p_charge[t]; at[t + 1] := n + 1;
    curve := ems.fn_plan_curve_conv(p_x[p_at[t]:p_at[t + 1] - 1] || p_y[p_at[t]:p_at[t + 1] - 1], array[p_from[t], -p_price[t] * p_from[t], -p_price[t], p_charge[t] - p_from[t] + p_most[t]], 0, 0);
    rest[t] := curve[cardinality(curve) / 2 + 1];
  end loop;
  joint := -1e-6;
  if p_battery[4] > 0 or p_battery[5] > 0 then
    select joint + g.cost into joint from ems.fn_plan_battery(p_battery[1], p_battery[2], p_battery[3], p_battery[6], p_battery[7], p_battery[8], p_battery[9], at, x, y) as g;
  end if;
  for k in 1..cars loop
    parts[k] := ems.fn_plan_bound_car(p_price, p_car[7 * k - 6:7 * k]); joint := joint + parts[k];
  end loop;

  -- One of them, 0 being the pump, together with the grid: the others are what it may trade with.
  for k in case when p_pump is null then 1 else 0 end..case when p_pump is null then cars else 0 end loop
    if k = 0 then a := 1; b := slots; own := p_pump[8]; part := joint;
    else a := p_car[7 * k - 6]; b := p_car[7 * k - 5]; own := p_car[7 * k - 2]; part := joint - parts[k];
    end if;
    at := array[1]; x := '{}'; y := '{}';
    for t in 1..slots loop
      if t < a or t > b then
        part := part + rest[t];
      else
        curve := ems.fn_plan_curve_conv(p_x[p_at[t]:p_at[t + 1] - 1] || p_y[p_at[t]:p_at[t + 1] - 1],
          array[p_from[t], -p_price[t] * p_from[t], -p_price[t], p_charge[t] - p_from[t] + p_most[t] - own], 0, own);
        m := cardinality(curve) / 2; x := x || curve[1:m]; y := y || curve[m + 1:]; at[t - a + 2] := cardinality(x) + 1;
      end if;
    end loop;
    if k = 0 then
      select part + g.bound into part from ems.fn_plan_pump(p_pump, p_run, p_pause, p_state, p_starts, p_demand, p_gain, at, x, y, p_tolerance, p_fee, false) as g;
    else
      select part + g.bound into part from ems.fn_plan_car(p_car[7 * k - 4], p_car[7 * k - 3] * p_car[7 * k - 1], p_car[7 * k - 3], p_car[7 * k - 1], p_car[7 * k], at, x, y) as g;
    end if;
    bound := greatest(bound, part);
  end loop;
  return bound;
end;
$$;
comment on function ems.fn_plan_bound_joint(float8[], int[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], int, int, int, int, float8[], float8[], float8, float8) is
  'Another cost no plan undercuts, for least powers that do not fit what the grid has to give: as fn_plan_bound, but the heat pump (without one, each car in turn) decides together with the grid, and the battery trades at the price like the others.';
