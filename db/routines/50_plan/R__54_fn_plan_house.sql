create or replace function ems.fn_plan_house(
  p_buy float8[], p_sell float8[], p_over float8, p_import_limit float8, p_export_limit float8, p_load float8[], p_pv float8[],
  p_battery float8[], p_car float8[], p_pump float8[], p_run int, p_pause int, p_state int, p_starts int, p_demand float8[], p_gain float8[],
  out battery float8[], out car float8[], out pump float8[], out bound float8, out v_at int[], out v_slope float8[], out v_length float8[])
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  slots  int := cardinality(p_buy);
  cars   int := cardinality(p_car) / 7;
  nothing constant float8[] := array_fill(0::float8, array[slots]);
  net    float8[]; lo float8[]; hi float8[]; y_most float8[]; y float8[]; fixed float8[];
  c_at   int[]; c_x float8[]; c_y float8[];             -- the slots' grid cost over everything that can be shifted
  s_at   int[]; s_x float8[]; s_y float8[];
  mu     float8[]; nu float8[]; lambda float8[];
  slope  float8[]; length float8[];
  try    record; step record;
  try_car float8[]; try_pump float8[] := nothing; try_cost float8; cost float8 := 'infinity';
  mx float8[]; my float8[]; m_at int[]; w_at int[]; w_x float8[]; w_y float8[];
  soc float8; s float8; e float8; a int; b int; i int; n int;
begin
  -- Ranges of the battery and of everything together.
  for t in 1..slots loop
    net[t] := p_load[t] - p_pv[t]; y_most[t] := coalesce(p_pump[8], 0);
    for k in 0..cars - 1 loop
      if t between p_car[7 * k + 1] and p_car[7 * k + 2] then y_most[t] := y_most[t] + p_car[7 * k + 5]; end if;
    end loop;
    lo[t] := greatest(-p_battery[5], -p_load[t] - case when p_battery[11] > 0 then p_export_limit else 0 end);
    hi[t] := case when p_battery[10] > 0 then p_battery[4] else least(p_battery[4], p_pv[t]) end;
    fixed[t] := hi[t] + y_most[t];
  end loop;
  select g.at, g.x, g.y into c_at, c_x, c_y from ems.fn_plan_grid_cost(p_buy, p_sell, p_over, p_import_limit, p_export_limit, net, p_pv, lo, fixed, false) as g;

  -- A first guess: heat as it is needed, cars evenly.
  car := array_fill(0::float8, array[slots * cars]); nu := array_fill(0::float8, array[greatest(cars, 1)]); y := nothing;
  if p_pump is not null then
    for t in 1..slots loop try_pump[t] := least(p_demand[t] / p_gain[t], p_pump[8]); y[t] := try_pump[t]; end loop;
  end if;
  for k in 0..cars - 1 loop
    nu[k + 1] := (select avg(u) from unnest(p_buy) as u) / p_car[7 * k + 6];
    for t in p_car[7 * k + 1]::int..p_car[7 * k + 2]::int loop
      y[t] := y[t] + least(p_car[7 * k + 5], p_car[7 * k + 3] / p_car[7 * k + 6] / (p_car[7 * k + 2] - p_car[7 * k + 1] + 1));
    end loop;
  end loop;

  for round in 0..3 loop
    -- The battery's best answer to the others.
    for t in 1..slots loop
      net[t] := p_load[t] - p_pv[t] + y[t]; lo[t] := greatest(-p_battery[5], -p_load[t] - y[t] - case when p_battery[11] > 0 then p_export_limit else 0 end);
    end loop;
    select g.* into step from ems.fn_plan_grid_cost(p_buy, p_sell, p_over, p_import_limit, p_export_limit, net, p_pv, lo, hi, p_battery[10] = 0) as g;
    select g.* into try from ems.fn_plan_battery(p_battery[1], p_battery[2], p_battery[3], p_battery[6], p_battery[7], p_battery[8], p_battery[9], step.at, step.x, step.y) as g;
    if round > 0 then
      try_cost := try.cost;
      if p_pump is not null then
        soc := p_pump[1];
        for t in 1..slots loop
          e := p_pump[4] * soc + p_gain[t] * try_pump[t] - p_demand[t]; soc := greatest(e, p_pump[2]); try_cost := try_cost + p_pump[5] * (soc - e);
        end loop;
        try_cost := try_cost - p_pump[6] * soc;
      end if;
      for k in 0..cars - 1 loop
        e := 0;
        for t in 1..slots loop e := e + try_car[k * slots + t] * p_car[7 * k + 6]; end loop;
        try_cost := try_cost + p_car[7 * k + 7] * greatest(0, p_car[7 * k + 3] - e);
      end loop;
      if try_cost < cost - 1e-9 then
        cost := try_cost; battery := try.power; car := try_car; pump := try_pump; v_at := try.v_at; v_slope := try.v_slope; v_length := try.v_length;
      end if;
    end if;
    exit when round = 3;
    -- What a stored kWh is worth after each slot.
    soc := p_battery[1]; e := least(p_battery[1], p_battery[2]); mu := '{}';
    for t in 1..slots loop
      soc := soc + try.power[t] * case when try.power[t] > 0 then p_battery[6] else p_battery[7] end;
      a := try.v_at[t + 1]; b := case when t = slots then 1 when t = 1 then cardinality(try.v_slope) else try.v_at[t] - 1 end;
      s := soc - e;
      while a < b and s >= try.v_length[a] - 1e-9 loop s := s - try.v_length[a]; a := a + 1; end loop;
      s := coalesce(-try.v_slope[a], p_battery[9]);
      mu[t] := s;
    end loop;
    -- The heat pump, with battery and cars giving way; then the cars one after the other.
    fixed := nothing; try_car := array_fill(0::float8, array[slots * cars]);
    for k in case when p_pump is null then 1 else 0 end..cars loop
      slope := '{}'; length := '{}';
      for t in 1..slots loop
        slope := slope || array[p_battery[6] * (mu[t] - p_battery[8]), p_battery[7] * (mu[t] + p_battery[8])]; length := length || array[hi[t], p_battery[5]];
        for j in greatest(k, 1)..cars loop
          continue when j = k;
          slope := slope || p_car[7 * j - 1] * nu[j];
          length := length || case when t between p_car[7 * j - 6] and p_car[7 * j - 5] then p_car[7 * j - 2] else 0 end;
        end loop;
      end loop;
      if k = 0 then
        select g.at, g.x, g.y into s_at, s_x, s_y from ems.fn_plan_stack(c_at, c_x, c_y, fixed, array_fill(p_pump[8], array[slots]), slope, length) as g;
        select g.power into try_pump from ems.fn_plan_pump(p_pump, p_run, p_pause, p_state, p_starts, p_demand, p_gain, s_at, s_x, s_y, 1e-4, 0.01 * p_pump[3]) as g;
        fixed := try_pump;
      else
        if k = 1 and p_pump is not null then fixed := try_pump; end if;
        a := p_car[7 * k - 6]; b := p_car[7 * k - 5]; n := cardinality(slope) / slots;
        select g.at, g.x, g.y into s_at, s_x, s_y from ems.fn_plan_stack(array(select c_at[u] from generate_series(a, b + 1) as u order by u), c_x, c_y, fixed[a:b],
          array_fill(p_car[7 * k - 2], array[b - a + 1]), slope[(a - 1) * n + 1:b * n], length[(a - 1) * n + 1:b * n]) as g;
        select g.* into step from ems.fn_plan_car(p_car[7 * k - 4], p_car[7 * k - 3] * p_car[7 * k - 1], p_car[7 * k - 3], p_car[7 * k - 1], p_car[7 * k], s_at, s_x, s_y) as g;
        nu[k] := step.price;
        for t in a..b loop try_car[(k - 1) * slots + t] := step.power[t - a + 1]; fixed[t] := fixed[t] + step.power[t - a + 1]; end loop;
      end if;
    end loop;
    if cars = 0 and p_pump is not null then fixed := try_pump; end if;
    y := fixed;
    exit when cars = 0 and p_pump is null and round > 0;
  end loop;

  -- The bound: for any price of a kW in each slot, every device's best answer of its own.
  y := nothing;
  for t in 1..slots loop
    for k in 0..cars - 1 loop y[t] := y[t] + car[k * slots + t]; end loop;
    y[t] := y[t] + coalesce(pump[t], 0);
  end loop;
  slope := '{}'; length := '{}'; lambda := '{}';
  for t in 1..slots loop
    slope := slope || array[p_battery[6] * (mu[t] - p_battery[8]), p_battery[7] * (mu[t] + p_battery[8])]; length := length || array[hi[t], p_battery[5]];
  end loop;
  select g.at, g.x, g.y into s_at, s_x, s_y from ems.fn_plan_stack(c_at, c_x, c_y, nothing, y_most, slope, length) as g;
  for t in 1..slots loop
    i := s_at[t];
    while i < s_at[t + 1] - 2 and s_x[i + 1] < y[t] - 1e-9 loop i := i + 1; end loop;
    lambda[t] := case when i < s_at[t + 1] - 1 then (s_y[i + 1] - s_y[i]) / (s_x[i + 1] - s_x[i]) else p_buy[t] end;
  end loop;
  bound := 0; m_at := array[1]; mx := '{}'; my := '{}'; n := 0;
  for t in 1..slots loop
    lo[t] := greatest(-p_battery[5], -p_load[t] - y_most[t] - case when p_battery[11] > 0 then p_export_limit else 0 end);
    slope := ems.fn_plan_curve_conv(c_x[c_at[t]:c_at[t + 1] - 1] || c_y[c_at[t]:c_at[t + 1] - 1], array[0, 0, -lambda[t], y_most[t]], lo[t], hi[t]);
    b := cardinality(slope) / 2;
    for j in 1..b loop
      if j = 1 or slope[j] > slope[j - 1] + 1e-10 then n := n + 1; mx[n] := slope[j]; my[n] := slope[b + j]; end if;
    end loop;
    m_at[t + 1] := n + 1;
  end loop;
  select g.cost into s from ems.fn_plan_battery(p_battery[1], p_battery[2], p_battery[3], p_battery[6], p_battery[7], p_battery[8], p_battery[9], m_at, mx, my) as g;
  bound := s - 1e-6;
  for k in 1..cars loop
    a := p_car[7 * k - 6]; b := p_car[7 * k - 5]; w_at := array[1]; w_x := '{}'; w_y := '{}';
    for t in a..b loop w_at := w_at || cardinality(w_x) + 3; w_x := w_x || array[0, p_car[7 * k - 2]]; w_y := w_y || array[0, lambda[t] * p_car[7 * k - 2]]; end loop;
    select g.bound into s from ems.fn_plan_car(p_car[7 * k - 4], p_car[7 * k - 3] * p_car[7 * k - 1], p_car[7 * k - 3], p_car[7 * k - 1], p_car[7 * k], w_at, w_x, w_y) as g;
    bound := bound + s;
  end loop;
  if p_pump is not null then
    w_at := array[1]; w_x := '{}'; w_y := '{}';
    for t in 1..slots loop w_at := w_at || cardinality(w_x) + 3; w_x := w_x || array[0, p_pump[8]]; w_y := w_y || array[0, lambda[t] * p_pump[8]]; end loop;
    select g.bound into s from ems.fn_plan_pump(p_pump, p_run, p_pause, p_state, p_starts, p_demand, p_gain, w_at, w_x, w_y, 1e-5, 0) as g;
    bound := bound + s;
  end if;
end;
$$;
comment on function ems.fn_plan_house(float8[], float8[], float8, float8, float8, float8[], float8[], float8[], float8[], float8[], int, int, int, int, float8[], float8[]) is
  'Powers of battery (one a slot), cars (car after car) and heat pump, kW, that cost little together, and a bound below which no powers cost. Prices per kW and slot; powers in kW, energy in kWh. '
  'p_battery: soc, least, most, charge and discharge limit, kWh gained and lost per kW and slot, wear, terminal value, whether the grid may charge it and be fed by it (1, 0). '
  'p_car: seven a car: first and last slot from 1, need, least and most power, kWh gained per kW and slot, price of missing energy. p_pump as in fn_plan_pump, NULL without one. '
  'v_…: the battery''s value function as fn_plan_battery gives it.';
