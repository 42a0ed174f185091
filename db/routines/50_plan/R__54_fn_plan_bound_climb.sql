drop function if exists ems.fn_plan_bound_climb(float8, float8, float8[], float8[], float8[], boolean, int[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], int, int, int, int, float8[], float8[], float8, float8);
create or replace function ems.fn_plan_bound_climb(
  p_bound float8, p_cost float8, p_worth float8[], p_heat float8[],
  p_at int[], p_x float8[], p_y float8[], p_held float8[], p_from float8[], p_charge float8[],
  p_battery float8[], p_car float8[], p_pump float8[], p_run int, p_pause int, p_state int, p_starts int, p_demand float8[], p_gain float8[], p_fee float8, p_tolerance float8, p_steps int,
  out bound float8, out power float8[], out battery float8[])
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  slots  int := cardinality(p_charge);
  cars   int := cardinality(p_car) / 7;
  price  float8[] := array_fill(0::float8, array[cardinality(p_charge)]); worth float8[] := p_worth; fee float8 := coalesce(p_fee, 1);
  d_price float8[] := array_fill(0::float8, array[cardinality(p_charge)]); d_worth float8[] := array_fill(0::float8, array[cardinality(p_car) / 7]); d_fee float8 := 0;
  one    record; best float8 := '-infinity'; share float8 := 1; failed int := 0; size float8; step float8; goal float8;
begin
  bound := p_bound;
  if p_pump is not null then
    for t in 1..slots loop price[t] := least(p_heat[t], p_pump[5]) * p_gain[t]; end loop;
  end if;
  for n in 1..p_steps loop
    one := ems.fn_plan_bound_split(price, worth, p_at, p_x, p_y, p_held, p_from, p_charge, p_battery, p_car, p_pump, p_run, p_pause, p_state, p_starts, p_demand, p_gain, fee, p_tolerance);
    if one.bound > best then best := one.bound; failed := 0; battery := one.battery; power := case when p_starts is null or one.starts <= p_starts then one.power else power end; else failed := failed + 1; end if;
    bound := greatest(bound, best); goal := p_cost - 0.0499 * greatest(1, abs(bound));
    exit when bound >= goal or goal - best > case n when 12 then 0.5 when 24 then 0.2 end * greatest(1, abs(bound));  -- proven, or far out of reach
    if failed = 3 then share := share / 2; failed := 0; end if;
    -- Along the disagreement, and six tenths of the way taken before, as far as would be enough if all went on as steeply, and half of what is left to the plan (Polyak).
    size := 0;
    for t in 1..slots loop
      d_price[t] := one.power[t] - one.used[t] + 0.6 * d_price[t]; size := size + d_price[t] * d_price[t];
    end loop;
    for k in 1..cars loop
      d_worth[k] := p_car[7 * k - 4] + case when worth[k] < 0 then p_car[7 * k - 3] * p_car[7 * k - 1] else 0 end - one.given[k] + 0.6 * d_worth[k];
      size := size + d_worth[k] * d_worth[k] / p_car[7 * k - 1];
    end loop;
    if p_starts is not null then d_fee := one.starts - p_starts + 0.6 * d_fee; size := size + d_fee * d_fee; end if;
    exit when size < 1e-9;
    step := share * ((p_cost + goal) / 2 - one.bound) / size;
    for t in 1..slots loop price[t] := price[t] + step * d_price[t]; end loop;
    for k in 1..cars loop worth[k] := least(worth[k] + step * d_worth[k] / p_car[7 * k - 1], p_car[7 * k]); end loop;
    if p_starts is not null then fee := greatest(0, fee + step * d_fee); end if;
  end loop;
end;
$$;
comment on function ems.fn_plan_bound_climb(float8, float8, float8[], float8[], int[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], int, int, int, int, float8[], float8[], float8, float8, int) is
  'Prices that prove more: from p_heat, worth of a kWh in the heat store after each slot, and p_worth, in each car, on along what fn_plan_bound_split''s two answers disagree on, and the fee of a start along the starts too many, until p_cost, the plan''s, is at most 5 % above, p_steps times at most, 12 times where half is still open then, 24 where a fifth is. '
  'Polyak''s subgradient step (B. T. Polyak, 1969) with part of the direction before (Camerini, Fratta, Maffioli, 1975). bound: the best, at least p_bound; power: the heat pump''s own answer there, kW, NULL without one; battery: the battery''s. The rest as in fn_plan_bound_split.';
