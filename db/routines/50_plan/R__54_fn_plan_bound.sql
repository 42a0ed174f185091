drop function if exists ems.fn_plan_bound(float8[], int[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], int, int, int, int, float8[], float8[], float8, float8);
create or replace function ems.fn_plan_bound(
  p_price float8[], p_at int[], p_x float8[], p_y float8[], p_held float8[], p_from float8[], p_charge float8[], p_most float8[],
  p_battery float8[], p_car float8[], p_pump float8[], p_run int, p_pause int, p_state int, p_starts int, p_demand float8[], p_gain float8[], p_fee float8, p_tolerance float8)
returns float8
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  slots int := cardinality(p_price);
  m_at  int[] := array[1]; mx float8[] := '{}'; my float8[] := '{}'; curve float8[]; n int := 0; m int;
  a     int; at int[]; x float8[]; y float8[]; part float8; bound float8;
begin
  -- Grid and battery, with everything else as much as it likes at the price.
  for t in 1..slots loop
    curve := ems.fn_plan_curve_conv(p_x[p_at[t]:p_at[t + 1] - 1] || p_y[p_at[t]:p_at[t + 1] - 1], array[0, 0, -p_price[t], p_most[t]], p_from[t], greatest(p_charge[t], p_held[t]));
    if p_held[t] > 0 then curve := ems.fn_plan_curve_conv(curve, array[0, 0, 0, p_held[t]], p_from[t], p_charge[t]); end if;
    m := cardinality(curve) / 2; a := n;
    for j in 1..m loop
      if n = a or curve[j] > mx[n] + 1e-10 then n := n + 1; mx[n] := curve[j]; my[n] := curve[m + j]; else my[n] := least(my[n], curve[m + j]); end if;
    end loop;
    m_at[t + 1] := n + 1;
  end loop;
  select g.cost - 1e-6 into bound from ems.fn_plan_battery(p_battery[1], p_battery[2], p_battery[3], p_battery[6], p_battery[7], p_battery[8], p_battery[9], m_at, mx, my) as g;
  -- The cars and the heat pump, paid that price.
  for k in 1..cardinality(p_car) / 7 loop
    bound := bound + ems.fn_plan_bound_car(p_price, p_car[7 * k - 6:7 * k]);
  end loop;
  if p_pump is not null then
    at := array[1]; x := '{}'; y := '{}'; n := 0;
    for t in 1..slots loop
      n := n + 2; x[n - 1] := 0; y[n - 1] := 0; x[n] := p_pump[8]; y[n] := p_price[t] * p_pump[8]; at[t + 1] := n + 1;
    end loop;
    select g.bound into part from ems.fn_plan_pump(p_pump, p_run, p_pause, p_state, p_starts, p_demand, p_gain, at, x, y, p_tolerance, p_fee, false) as g;
    bound := bound + part;
  end if;
  return bound;
end;
$$;
comment on function ems.fn_plan_bound(float8[], int[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], int, int, int, int, float8[], float8[], float8, float8) is
  'A cost no plan undercuts, by weak duality: whatever the price of a kW in each slot, p_price, the grid with the battery, each car and the heat pump cannot do better together than each of them alone, trading at it. '
  'p_at, p_x, p_y: the slots'' grid cost over all flexible power; p_held: PV that may be held back, or charge the battery, which the grid may not, kW, not in that cost; p_from, p_charge: the battery''s range, p_most: all others'' power at most (kW); p_fee: a price of each start of the pump, 0 where starts are not limited; p_tolerance: how far its curves may run below the truth; the rest as in fn_plan_house.';
