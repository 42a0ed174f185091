drop function if exists ems.fn_plan_heat_pump(float8, float8, float8, float8, float8, float8, float8[], float8[], float8, int, int, int, int, float8, int[], float8[], float8[], float8, boolean);
create or replace function ems.fn_plan_heat_pump(
  p_store float8, p_lo float8, p_hi float8, p_keep float8, p_cold float8, p_end float8,
  p_demand float8[], p_gain float8[], p_min float8,
  p_run int, p_pause int, p_state int, p_starts int, p_start_cost float8,
  p_at int[], p_x float8[], p_y float8[], p_tolerance float8, p_below boolean, p_left_least int[], p_left_most int[],
  out power float8[], out cost float8, out starts int, out bound float8)
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  slots  int := cardinality(p_demand);
  run    int := greatest(p_run, 1);
  pause  int := greatest(p_pause, 1);
  -- Modes at a slot's start: 1 on and free to stop, 2 off and free to start, then on for at least j more, then off for at least j more;
  -- all of them once for each number of starts left, where starts are counted.
  kinds  int := case when run = 1 and pause = 1 and p_start_cost = 0 and p_starts is null then 1 else run + pause end;
  layers int := coalesce(p_starts, 0) + 1;
  modes  int := kinds * layers;
  on_to  int[]; off_to int[]; mode int; source int;
  f_at   int[]; f_n int[]; fx float8[]; fy float8[]; k int := 2;  -- each mode's value by stored heat, slot after slot
  nx     float8[]; ny float8[]; n_at int[]; mx float8[]; my float8[]; m_at int[];  -- the same of the next slot alone, and of this one
  hi     float8[]; drained float8 := p_store;
  part   float8[]; part_at int[]; parts int;            -- the slot's cost between least and most power, in convex parts
  f      float8[]; g float8[]; ahead float8[]; on_free float8[]; on_before float8[]; on_from int; on_before_from int;
  z_lo   float8; z_hi float8; xa float8; ya float8; slope float8; before float8; off_cost float8;
  store  float8 := p_store; z float8; last float8 := 0; c float8; v float8; h float8; h_end float8; tie float8 := 1e-9; tol float8; above float8;
  best   float8; best_h float8; best_c float8; best_mode int;
  i int; j int; n int; a int;
begin
  for l in 0..layers - 1 loop
    a := l * kinds;
    on_to[a + 1] := a + 1; off_to[a + 1] := a + case when kinds = 1 then 1 when pause > 1 then run + pause else 2 end;
    if kinds > 1 then
      on_to[a + 2] := case when p_starts is null then 0 when l = 0 then -modes else -kinds end + a + case when run > 1 then 1 + run else 1 end; off_to[a + 2] := a + 2;
    end if;
    for m in 3..kinds loop
      on_to[a + m] := case when m > 1 + run then 0 when m = 3 then a + 1 else a + m - 1 end;
      off_to[a + m] := case when m <= 1 + run then 0 when m = 2 + run then a + 2 else a + m - 1 end;
    end loop;
  end loop;
  for t in 1..slots loop
    drained := p_keep * drained - p_demand[t]; hi[t] := greatest(p_hi, drained);
  end loop;

  -- 1. Back in time. Below the least store each curve goes on with the price of missing heat.
  z_lo := least(p_lo, p_keep * case when slots = 1 then least(p_lo, p_store) else p_lo end - p_demand[slots]) - 1;
  fx := array[z_lo, p_lo, hi[slots]]; fy := array[p_cold * (p_lo - z_lo), 0, 0]; k := 3;
  for i in 1..3 loop fy[i] := fy[i] - p_end * greatest(fx[i], p_lo); end loop;
  f_at := array_fill(0, array[(slots + 1) * modes]); f_n := array_fill(3, array[(slots + 1) * modes]);
  nx := '{}'; ny := '{}'; n_at := array[0];
  for m in 1..modes loop nx := nx || fx; ny := ny || fy; n_at[m + 1] := 3 * m; end loop;
  for t in reverse slots..2 loop
    z_lo := p_keep * p_lo - p_demand[t]; z_hi := p_keep * hi[t - 1] - p_demand[t];
    i := p_at[t]; n := p_at[t + 1] - 1;
    while i < n and p_x[i + 1] <= p_min loop i := i + 1; end loop;
    xa := greatest(p_x[i], p_min); ya := p_y[i];
    if i < n then ya := ya + (p_y[i + 1] - ya) * (xa - p_x[i]) / (p_x[i + 1] - p_x[i]); end if;
    off_cost := p_y[p_at[t]]; ya := ya - off_cost;           -- curves are above the cost of being off until they are done
    part := array[xa * p_gain[t], ya]; part_at := array[1]; parts := 1; before := '-infinity';
    while i < n loop
      i := i + 1;
      continue when p_x[i] - xa < 1e-10;
      slope := (p_y[i] - off_cost - ya) / (p_x[i] - xa) / p_gain[t];
      if slope < before - 1e-12 then
        parts := parts + 1; part_at[parts] := cardinality(part) + 1; part := part || array[xa * p_gain[t], ya];
      end if;
      part := part || array[slope, (p_x[i] - xa) * p_gain[t]];
      before := slope; xa := p_x[i]; ya := p_y[i] - off_cost;
    end loop;
    part_at[parts + 1] := cardinality(part) + 1;

    on_from := 0; on_before_from := 0; mx := '{}'; my := '{}'; m_at := array[0];
    for m in 1..modes loop
      if p_left_least is not null and (m - 1) / kinds not between p_left_least[t] and p_left_most[t] then
        f_at[(t - 1) * modes + m] := k; f_n[(t - 1) * modes + m] := 0; m_at[m + 1] := m_at[m];
        continue;
      end if;
      f := '{}'; n := 0;
      source := on_to[m];
      if source > 0 and n_at[source + 1] > n_at[source] then
        if source = on_from then
          f := on_free;
        elsif source = on_before_from then
          f := on_before;
        else
          a := n_at[source]; n := n_at[source + 1]; ahead := nx[a + 1:n] || ny[a + 1:n];
          f := ems.fn_plan_curve_conv(ahead, part[part_at[1]:part_at[2] - 1], z_lo, z_hi);
          for i in 2..parts loop
            f := ems.fn_plan_curve_min(f, ems.fn_plan_curve_conv(ahead, part[part_at[i]:part_at[i + 1] - 1], z_lo, z_hi));
          end loop;
          if source % kinds = 1 % kinds then
            on_before := on_free; on_before_from := on_from; on_free := f; on_from := source;
          end if;
        end if;
        n := cardinality(f) / 2;
        if m = 2 and p_start_cost > 0 then                  -- starts are counted or cost, not both
          for i in n + 1..2 * n loop f[i] := f[i] + p_start_cost; end loop;
        end if;
      end if;
      source := off_to[m];
      if source > 0 and n_at[source + 1] > n_at[source] then
        a := n_at[source]; i := n_at[source + 1]; g := nx[a + 1:i] || ny[a + 1:i];
        if n = 0 then f := g; else f := ems.fn_plan_curve_min(g, f); end if;
        n := cardinality(f) / 2;
      end if;
      if n > 12 or n > 0 and source > 0 then                -- to the store's range, and to fewer points
        tol := p_tolerance * greatest(1, (cardinality(f) / 48.0) ^ 3); above := case when p_below then 0 else tol end;
        f := ems.fn_plan_curve_thin(f, 0, z_lo, z_hi, tol, above);
      end if;
      n := cardinality(f) / 2; m_at[m + 1] := m_at[m];
      if n > 0 then
        for i in 1..n loop f[i] := (f[i] + p_demand[t]) / p_keep; f[n + i] := f[n + i] + off_cost; end loop;
        z := p_keep * case when t = 2 then least(p_lo, p_store) else p_lo end - p_demand[t - 1];
        if z < f[1] then mx := mx || z; my := my || (f[n + 1] + p_cold * (f[1] - z)); m_at[m + 1] := m_at[m + 1] + 1; end if;
        mx := mx || f[1:n]; my := my || f[n + 1:2 * n]; m_at[m + 1] := m_at[m + 1] + n;
      end if;
      f_at[(t - 1) * modes + m] := k + m_at[m]; f_n[(t - 1) * modes + m] := m_at[m + 1] - m_at[m];
    end loop;
    fx := fx || mx; fy := fy || my; k := cardinality(fx);
    nx := mx; ny := my; n_at := m_at;
  end loop;

  -- 2. Forward from the real state. Of equal choices the one that goes on as before.
  mode := (layers - 1) * kinds + case when kinds = 1 or p_state >= run then 1 when p_state > 0 then 2 + run - p_state
            when p_state < 0 and -p_state < pause then 1 + run + pause + p_state else 2 end;
  if p_state > 0 then last := p_min; end if;
  power := array_fill(0::float8, array[slots]); cost := 0; starts := 0;
  for t in 1..slots loop
    z := p_keep * store - p_demand[t];
    best := 'infinity';
    source := off_to[mode];
    if source > 0 then
      best_c := p_y[p_at[t]]; best_h := 0; best_mode := source;
      best := best_c + ems.fn_plan_curve_at(fx, fy, f_at[t * modes + source], f_n[t * modes + source], z);
    end if;
    source := on_to[mode];
    if source > 0 then
      a := f_at[t * modes + source]; n := f_n[t * modes + source]; j := a + 1;
      i := p_at[t]; h := p_min; h_end := p_x[p_at[t + 1] - 1];
      while n > 0 and h <= h_end + 1e-9 loop
        while i < p_at[t + 1] - 2 and p_x[i + 1] <= h loop i := i + 1; end loop;
        c := p_y[i] + case when mode = 2 then p_start_cost else 0 end;
        if h > p_x[i] then c := c + (p_y[i + 1] - p_y[i]) * (h - p_x[i]) / (p_x[i + 1] - p_x[i]); end if;
        v := c + ems.fn_plan_curve_at(fx, fy, a, n, z + p_gain[t] * h);
        if v < best - tie or v <= best + tie and (best_h = 0 and last > 0 or best_h > 0 and abs(h - last) < abs(best_h - last)) then
          best := least(best, v); best_h := h; best_c := c; best_mode := source;
        end if;
        exit when h >= h_end;
        while j <= a + n and fx[j] <= z + p_gain[t] * h + 1e-9 loop j := j + 1; end loop;
        h := least(h_end, case when p_x[i + 1] > h then p_x[i + 1] else h_end end, case when j <= a + n then (fx[j] - z) / p_gain[t] else h_end end);
      end loop;
    end if;
    if best = 'infinity' then                            -- a run that the store cannot take is broken off
      best_h := 0; best_c := p_y[p_at[t]]; best_mode := off_to[(mode - 1) / kinds * kinds + 1];
      best := best_c + ems.fn_plan_curve_at(fx, fy, f_at[t * modes + best_mode], f_n[t * modes + best_mode], z);
    end if;
    if best_h > 0 and last = 0 then starts := starts + 1; best_c := best_c - p_start_cost; end if;
    if t = 1 and p_below then bound := best - 1e-6; end if;
    mode := best_mode; last := best_h; power[t] := best_h;
    z := z + p_gain[t] * best_h; store := greatest(z, p_lo);
    cost := cost + best_c + p_cold * (store - z);
  end loop;
  cost := cost - p_end * store;
end;
$$;
comment on function ems.fn_plan_heat_pump(float8, float8, float8, float8, float8, float8, float8[], float8[], float8, int, int, int, int, float8, int[], float8[], float8[], float8, boolean, int[], int[]) is
  'The cheapest heat-pump power a slot, kW, 0 or at least p_min, exact up to 2 p_tolerance a slot (more where a curve has hundreds of points): dynamic programming over piecewise linear value functions of the stored heat, one for each state of running. '
  'p_keep: share of heat kept a slot; p_cold per kWh missing; p_end worth of a kWh left; p_demand kWh and p_gain kWh per kW a slot; p_run, p_pause: slots on and off at least; p_state slots on (+) or off (−) before; '
  'p_starts starts at most (NULL: any number), or else p_start_cost a start, which steers but is not in cost; p_left_least, p_left_most (NULL: any): how many starts may be left before each slot. bound, where p_below keeps all curves below the truth: no powers cost less (p_start_cost included).';
