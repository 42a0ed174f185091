create or replace function ems.fn_plan_bound_exact_car(p_exact int, p_worth float8[], p_at int[], p_x float8[], p_y float8[], p_car float8[], p_tolerance float8, out bound float8, out power float8[])
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  slots  int := cardinality(p_at) - 1;
  one    float8[] := p_car[7 * p_exact - 6:7 * p_exact];
  at     int[] := array[1]; x float8[] := '{}'; y float8[] := '{}'; curve float8[]; n int := 0; m int; a int; w float8;
  demand float8[] := '{}'; gain float8[] := '{}'; found record;
begin
  bound := -1e-6;
  for k in 1..cardinality(p_car) / 7 loop
    continue when k = p_exact;
    w := least(p_worth[k], p_car[7 * k]);
    bound := bound + w * p_car[7 * k - 4] + least(0, w * p_car[7 * k - 3] * p_car[7 * k - 1]);
  end loop;
  for t in 1..slots loop
    curve := p_x[p_at[t]:p_at[t + 1] - 1] || p_y[p_at[t]:p_at[t + 1] - 1];
    for k in 1..cardinality(p_car) / 7 loop
      continue when k = p_exact or t < p_car[7 * k - 6] or t > p_car[7 * k - 5];
      w := least(p_worth[k], p_car[7 * k]) * p_car[7 * k - 1];
      curve := ems.fn_plan_curve_switch(curve, p_car[7 * k - 3], p_car[7 * k - 2], -w);
    end loop;
    m := cardinality(curve) / 2;
    if t between one[1] and one[2] then
      curve := ems.fn_plan_curve_thin(curve, 0, 0, one[5], 0, 0); m := cardinality(curve) / 2; a := n;
      for j in 1..m loop                                  -- where it jumps the lower value stands for both
        if n = a or curve[j] > x[n] + 1e-10 then n := n + 1; x[n] := curve[j]; y[n] := curve[m + j]; else y[n] := least(y[n], curve[m + j]); end if;
      end loop;
      at := at || n + 1; demand := demand || 0::float8; gain := gain || one[6];
    else
      bound := bound + ems.fn_plan_curve_at(curve[1:m], curve[m + 1:2 * m], 0, m, 0);
    end if;
  end loop;
  -- A store that loses nothing until one slot more, in which nothing is to be had, takes all the car needs: what is not there is missing.
  found := ems.fn_plan_heat_pump(0, 0, one[3] + one[4] * one[6], 1, one[7], 0, demand || one[3], gain || 1e-9::float8, one[4], 1, 1, null, null, 0,
    at || n + 2, x || 0::float8, y || 0::float8, p_tolerance, true, null, null);
  bound := bound + found.bound; power := array_fill(0::float8, array[slots]);
  for t in one[1]::int..one[2]::int loop power[t] := found.power[t - one[1]::int + 1]; end loop;
end;
$$;
comment on function ems.fn_plan_bound_exact_car(int, float8[], int[], float8[], float8[], float8[], float8) is
  'A cost no plan undercuts in a house of cars alone: car p_exact decides exactly over all its slots, on and off included, as a heat pump with a store that loses nothing would (fn_plan_heat_pump); in each slot grid and other cars are exact together, '
  'but these buy what they store at p_worth a kWh (weak duality). p_at, p_x, p_y: the slots'' grid cost over all cars'' power, kW; p_car as in fn_plan_house; p_tolerance as in fn_plan_heat_pump. power: the car''s, kW a slot; with no other car that is the best there is.';
