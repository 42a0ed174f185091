create or replace function ems.fn_plan_battery(
  p_soc float8, p_lo float8, p_hi float8, p_up float8, p_down float8, p_wear float8, p_end float8,
  p_at int[], p_x float8[], p_y float8[],
  out power float8[], out cost float8, out v_at int[], out v_slope float8[], out v_length float8[])
language plpgsql immutable strict parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  slots int := cardinality(p_at) - 1;
  low   float8 := least(p_lo, p_soc);                -- the value function reaches out to a state outside the band
  width float8 := greatest(p_hi, p_soc) - low;
  outside boolean := p_soc < p_lo or p_soc > p_hi;
  convex  boolean := not outside;                     -- is the value function convex?
  v_bent  boolean[] := array_fill(false, array[cardinality(p_at)]);
  g_at int[] := array[1]; g_slope float8[] := '{}'; g_length float8[] := '{}';  -- the slots' costs by change of stored energy
  g_from float8[]; g_cost float8[]; g_bent boolean[]; m int := 0;
  k int; v0 int; v1 int;                              -- v0..v1: the value function of the slot after
  v float8[]; inner_v float8[]; outer_v float8[]; band float8[]; part float8[]; half float8[];
  xa float8; ya float8; xb float8; f float8; s float8; len float8; before float8; skip float8; room float8; tol float8 := 1e-10;
  soc float8 := p_soc; last_d float8 := 0; d float8; d_end float8; c float8; cg float8; best float8; best_d float8; best_cg float8; e float8;
  i int; j int; n int;
begin
  -- 1. Each slot's cost as slopes over the change of stored energy: AC power times efficiency, wear on top.
  for t in 1..slots loop
    i := p_at[t]; xa := p_x[i]; ya := p_y[i];
    f := case when xa < 0 then p_down else p_up end;
    g_from[t] := xa * f; g_cost[t] := ya + p_wear * abs(xa * f); g_bent[t] := false; before := '-infinity';
    while i < p_at[t + 1] - 1 loop
      xb := p_x[i + 1];
      s := (p_y[i + 1] - ya) / nullif(xb - xa, 0);
      if xa < -1e-9 and xb > 1e-9 then xb := 0; else i := i + 1; end if;
      continue when xb - xa < 1e-10;
      ya := ya + s * (xb - xa);
      f := case when xa + xb < 0 then p_down else p_up end;
      len := f * (xb - xa); s := s / f + case when xa + xb < 0 then -p_wear else p_wear end;
      if s < before - 1e-12 then g_bent[t] := true; end if;
      if s = before and not (outside and abs(xa) < 1e-9) then g_length[m] := g_length[m] + len;
      else m := m + 1; g_slope[m] := s; g_length[m] := len; end if;
      before := s; tol := greatest(tol, 1e-10 * abs(s)); xa := xb;
    end loop;
    g_at[t + 1] := m + 1;
  end loop;

  -- 2. Back in time: the value of a state is the least of the slot's cost and the value of the state it leads to.
  v_at := array_fill(1, array[slots + 1]); v_slope := array[-p_end]; v_length := array[width]; k := 1; v0 := 1; v1 := 1;
  for t in reverse slots..2 loop
    v_at[t] := k + 1;
    if convex and not g_bent[t] then
      skip := g_from[t];
      for j in g_at[t]..g_at[t + 1] - 1 loop skip := skip + g_length[j]; end loop;  -- the most charge: falls out on the left
      room := width; i := v0; j := g_at[t + 1] - 1; n := g_at[t]; before := 'nan';
      while room > 0 and (i <= v1 or j >= n) loop
        if i <= v1 and (j < n or v_slope[i] <= -g_slope[j]) then
          s := v_slope[i]; len := v_length[i]; i := i + 1;
        else
          s := -g_slope[j]; len := g_length[j]; j := j - 1;
        end if;
        if skip >= len then skip := skip - len; continue; end if;
        len := least(len - skip, room); skip := 0;
        exit when len <= 0;
        room := room - len;
        if s = before then v_length[k] := v_length[k] + len;
        else k := k + 1; v_slope[k] := s; v_length[k] := len; before := s; end if;
      end loop;
    else
      if v is null then                               -- from slopes to points
        v := array[low, 0]; xa := low; ya := 0; n := v1 - v0 + 2; v := array_fill(0::float8, array[2 * n]); v[1] := low;
        for i in v0..v1 loop
          xa := xa + v_length[i]; ya := ya + v_slope[i] * v_length[i]; v[i - v0 + 2] := xa; v[n + i - v0 + 2] := ya;
        end loop;
      end if;
      inner_v := '{}'; outer_v := '{}'; d := g_from[t]; c := g_cost[t]; i := g_at[t];
      band := case when outside then ems.fn_plan_curve_thin(v, 0, p_lo, p_hi, 1e-12, 1e-12) else v end;
      while i < g_at[t + 1] loop                      -- one convex part of the slot's cost after the other
        part := array[d, c]; half := case when p_soc > p_hi and d <= 0 or p_soc < p_lo and d >= 0 then part end;
        loop
          part := part || g_slope[i] || g_length[i];
          d := d + g_length[i]; c := c + g_slope[i] * g_length[i];
          if p_soc > p_hi and d <= 1e-12 or p_soc < p_lo and half is not null then half := half || g_slope[i] || g_length[i];
          elsif p_soc < p_lo and d >= -1e-12 then half := array[d, c];
          end if;
          i := i + 1;
          exit when i >= g_at[t + 1] or g_slope[i] < g_slope[i - 1] - 1e-12;
        end loop;
        inner_v := ems.fn_plan_curve_min(inner_v, ems.fn_plan_curve_conv(band, part, case when outside then p_lo else low end, case when outside then p_hi else low + width end));
        if half is not null then                      -- outside the band only towards it
          outer_v := ems.fn_plan_curve_min(outer_v, ems.fn_plan_curve_conv(v, half, case when p_soc > p_hi then p_hi else low end, case when p_soc > p_hi then low + width else p_lo end));
        end if;
      end loop;
      if outside then inner_v := ems.fn_plan_curve_min(inner_v, outer_v); end if;
      v := inner_v;
      if cardinality(v) > 60 then v := ems.fn_plan_curve_thin(v, 0, low, low + width, 1e-9, 1e-9); end if;
      n := cardinality(v) / 2; convex := true; before := '-infinity';
      for i in 2..n loop
        len := v[i] - v[i - 1];
        continue when len <= 0;
        s := (v[n + i] - v[n + i - 1]) / len;
        convex := convex and s >= before - 1e-12; before := s;
        k := k + 1; v_slope[k] := s; v_length[k] := len;
      end loop;
      if convex and not outside then v := null; else convex := false; end if;
    end if;
    v_bent[t] := not convex;
    v0 := v_at[t]; v1 := k;
  end loop;

  -- 3. Forward: from the real state, the change that costs least; of equal ones the nearest to what the battery did before.
  power := array_fill(0::float8, array[slots]); cost := 0;
  for t in 1..slots loop
    v0 := v_at[t + 1]; v1 := case when t = slots then 1 when t = 1 then k else v_at[t] - 1 end;
    d := greatest(g_from[t], case when soc < p_lo then 0 else p_lo - soc end);
    d_end := case when soc > p_hi then 0 else p_hi - soc end;
    i := g_at[t]; n := g_at[t + 1] - 1; e := d - g_from[t]; cg := g_cost[t];
    while i <= n and e >= g_length[i] loop e := e - g_length[i]; cg := cg + g_slope[i] * g_length[i]; i := i + 1; end loop;
    if i <= n then cg := cg + g_slope[i] * e; xa := g_length[i] - e; end if;      -- xa: what is left of the cost's segment
    j := v0; e := soc + d - low;
    while j <= v1 and e >= v_length[j] loop e := e - v_length[j]; j := j + 1; end loop;
    if j <= v1 then xb := v_length[j] - e; end if;                                -- xb: what is left of the value's
    c := cg; best := c; best_d := d; best_cg := cg;
    while i <= n and j <= v1 and d < d_end loop
      len := least(xa, xb, d_end - d);
      s := g_slope[i] + v_slope[j];
      if abs(s) * len <= tol and c <= best + tol and abs(least(greatest(last_d, d), d + len) - last_d) < abs(best_d - last_d) then
        best_d := least(greatest(last_d, d), d + len); best_cg := cg + g_slope[i] * (best_d - d);
      end if;
      c := c + s * len; cg := cg + g_slope[i] * len; d := d + len;
      if c < best - tol or c <= best + tol and abs(d - last_d) < abs(best_d - last_d) then
        best := least(best, c); best_d := d; best_cg := cg;
      elsif s > 0 and c > best + tol and not (g_bent[t] or v_bent[t + 1]) then
        exit;
      end if;
      xa := xa - len; xb := xb - len;
      if xa <= 1e-12 then i := i + 1; if i <= n then xa := g_length[i]; end if; end if;
      if xb <= 1e-12 then j := j + 1; if j <= v1 then xb := v_length[j]; end if; end if;
    end loop;
    soc := soc + best_d; cost := cost + best_cg; last_d := best_d;
    power[t] := best_d / case when best_d < 0 then p_down else p_up end;
  end loop;
  cost := cost - p_end * soc;
end;
$$;
comment on function ems.fn_plan_battery(float8, float8, float8, float8, float8, float8, float8, int[], float8[], float8[]) is
  'The cheapest AC power of a battery a slot, kW (+ charges), exact: dynamic programming over piecewise linear value functions of the stored kWh, no grid. p_up, p_down: kWh gained or lost per kW and slot; p_wear per kWh moved; '
  'p_end worth of a kWh at the end; slot costs as fn_plan_grid_cost gives them. Outside [p_lo, p_hi] p_soc may only move towards it. v_…: the value function before slot t (after t - 1): slopes and lengths from '
  'least(p_lo, p_soc) on, elements v_at[t] to v_at[t - 1] - 1; of slots + 1 element 1.';
