drop function if exists ems.fn_plan_relax(int[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8);
create or replace function ems.fn_plan_relax(
  p_at int[], p_x float8[], p_y float8[], p_charge float8[], p_discharge float8[], p_battery float8[], p_car float8[], p_pump float8[], p_demand float8[], p_gain float8[],
  p_car_least float8[], p_car_most float8[], p_pump_least float8[], p_pump_most float8[], p_accuracy float8,
  out price float8[], out stored float8[], out worth float8[], out heat float8[], out battery float8[], out car float8[], out pump float8[], out steps int)
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  slots  int := cardinality(p_at) - 1;
  cars   int := cardinality(p_car) / 7;
  none   int := 3 * slots + cars + 1;                  -- a row that does not count
  idle   int := (4 + cars) * slots + 1;                -- and a coupling that does not
  -- Columns: cost, upper bound, distances to both bounds and their multipliers; two rows with their coefficients, and where the product of these couples two rows.
  n      int := 0; twice int; at int[];                -- columns 1 to twice are in two rows, at[t] to at[t + 1] - 1 in the row of slot t alone
  c      float8[] := '{}'; u float8[] := '{}'; x float8[]; w float8[]; zl float8[]; zu float8[]; th float8[]; dx float8[]; dl float8[]; du float8[];
  r1     int[] := '{}'; r2 int[] := '{}'; oc int[] := '{}'; a1 float8[] := '{}'; a2 float8[] := '{}';
  -- Rows: 1 to T the grid, then battery, heat store, cars; residual, multiplier, its step, diagonal.
  f      float8[]; res float8[]; y float8[]; dy float8[]; d float8[]; o float8[];
  hx     float8[]; hy float8[]; top int; xa float8; ya float8; low float8; drained float8;
  i11    float8[]; i12 float8[]; i22 float8[]; g1 float8[]; g2 float8[]; ee float8[];
  b11    float8; b12 float8; b22 float8; b1 float8; b2 float8; q float8; s float8; v float8; l float8;
  xi float8; wi float8; zi float8; vi float8; ti float8; di float8; gi float8;
  sum0 float8; mu float8; ap float8; ad float8; cost float8; kappa float8 := 0;
  i int; j int; m int;
begin
  -- 1. The linear program: first the columns in two rows, then, slot after slot, the segments of the grid's cost, which are in the slot's row alone.
  f := array_fill(0::float8, array[none]);
  drained := p_pump[1];
  for t in 1..slots loop
    if p_battery[3] > p_battery[2] or p_battery[1] <> p_battery[2] then
      if p_charge[t] > 1e-9 then
        n := n + 1; c[n] := p_battery[6] * p_battery[8]; u[n] := p_charge[t]; r1[n] := t; a1[n] := -1; r2[n] := slots + t; a2[n] := -p_battery[6]; oc[n] := t;
      end if;
      if p_discharge[t] > 1e-9 then
        n := n + 1; c[n] := p_battery[7] * p_battery[8]; u[n] := p_discharge[t]; r1[n] := t; a1[n] := 1; r2[n] := slots + t; a2[n] := p_battery[7]; oc[n] := t;
      end if;
      low := least(p_battery[1], p_battery[2]);
      n := n + 1; c[n] := case when t = slots then -p_battery[9] else 0 end; u[n] := greatest(p_battery[1], p_battery[3]) - low; r1[n] := slots + t; a1[n] := 1;
      r2[n] := case when t = slots then none else slots + t + 1 end; a2[n] := case when t = slots then 0 else -1 end; oc[n] := case when t = slots then idle else 2 * slots + t end;
      if t = 1 then f[slots + 1] := p_battery[1] - low; end if;
    end if;
    for k in 1..cars loop
      i := (k - 1) * slots + t; low := p_car_least[i];
      if low > 0 then f[t] := f[t] + low; f[3 * slots + k] := f[3 * slots + k] - p_car[7 * k - 1] * low; end if;
      if p_car_most[i] > low + 1e-9 then
        n := n + 1; c[n] := 0; u[n] := p_car_most[i] - low; r1[n] := t; a1[n] := -1; r2[n] := 3 * slots + k; a2[n] := p_car[7 * k - 1]; oc[n] := (3 + k) * slots + t;
      end if;
    end loop;
    if p_pump is not null then
      low := p_pump_least[t];
      if low > 0 then f[t] := f[t] + low; f[2 * slots + t] := f[2 * slots + t] + p_gain[t] * low; end if;
      if p_pump_most[t] > low + 1e-9 then
        n := n + 1; c[n] := 0; u[n] := p_pump_most[t] - low; r1[n] := t; a1[n] := -1; r2[n] := 2 * slots + t; a2[n] := -p_gain[t]; oc[n] := slots + t;
      end if;
      n := n + 1; c[n] := p_pump[5]; u[n] := p_demand[t] + p_pump[2] + 1; r1[n] := 2 * slots + t; a1[n] := -1; r2[n] := none; a2[n] := 0; oc[n] := idle;
      drained := p_pump[4] * drained - p_demand[t];
      n := n + 1; c[n] := case when t = slots then -p_pump[6] else 0 end; u[n] := greatest(p_pump[3], drained) - p_pump[2]; r1[n] := 2 * slots + t; a1[n] := 1;
      if u[n] < 1e-6 then u[n] := 1e-6; end if;
      r2[n] := case when t = slots then none else 2 * slots + t + 1 end; a2[n] := case when t = slots then 0 else -p_pump[4] end; oc[n] := case when t = slots then idle else 3 * slots + t end;
      f[2 * slots + t] := f[2 * slots + t] - p_demand[t] - p_pump[2] + p_pump[4] * case when t = 1 then p_pump[1] else p_pump[2] end;
    end if;
  end loop;
  for k in 1..cars loop
    f[3 * slots + k] := f[3 * slots + k] + p_car[7 * k - 4];
    n := n + 2; c[n - 1] := p_car[7 * k]; u[n - 1] := greatest(p_car[7 * k - 4], 1e-6); c[n] := 0; u[n] := greatest(p_car[7 * k - 3] * p_car[7 * k - 1], 1e-6);
    r1[n - 1] := 3 * slots + k; r1[n] := 3 * slots + k; a1[n - 1] := 1; a1[n] := -1; r2[n - 1] := none; r2[n] := none; a2[n - 1] := 0; a2[n] := 0; oc[n - 1] := idle; oc[n] := idle;
  end loop;
  twice := n;
  for t in 1..slots loop
    at[t] := n + 1; i := p_at[t]; m := p_at[t + 1] - 1; hx := array[p_x[i]]; hy := array[p_y[i]]; top := 1; f[t] := f[t] - p_x[i];
    for g in i + 1..m loop                              -- the hull
      xa := p_x[g]; ya := p_y[g];
      continue when xa <= hx[top] + 1e-9;
      while top > 1 and (hy[top] - hy[top - 1]) * (xa - hx[top]) >= (ya - hy[top]) * (hx[top] - hx[top - 1]) loop top := top - 1; end loop;
      top := top + 1; hx[top] := xa; hy[top] := ya;
    end loop;
    for g in 2..top loop
      n := n + 1; c[n] := (hy[g] - hy[g - 1]) / (hx[g] - hx[g - 1]); u[n] := hx[g] - hx[g - 1]; kappa := kappa + abs(c[n]);
    end loop;
  end loop;
  at[slots + 1] := n + 1;

  -- 2. A point inside all bounds, multipliers to match.
  kappa := kappa / greatest(n, 1) + 1e-3;
  x := array_fill(0::float8, array[n]); w := x; zl := x; zu := x; th := x; dx := x; dl := x; du := x; res := f;
  y := array_fill(0::float8, array[none]); dy := y;
  for i in 1..n loop
    q := c[i]; s := sqrt(q * q / 4 + kappa * kappa); x[i] := u[i] / 2; w[i] := x[i]; zl[i] := s + q / 2; zu[i] := s - q / 2;
  end loop;
  for i in 1..twice loop
    j := r1[i]; res[j] := res[j] - a1[i] * x[i];
    j := r2[i]; res[j] := res[j] - a2[i] * x[i];
  end loop;
  for t in 1..slots loop
    for i in at[t]..at[t + 1] - 1 loop res[t] := res[t] - x[i]; end loop;
  end loop;
  res[none] := 0;

  -- 3. Primal-dual interior-point steps with Mehrotra's corrector; the normal equations are banded with the cars as border.
  steps := 0; ap := 0; ad := 0;
  loop
    d := array_fill(1e-12::float8, array[none]); o := array_fill(0::float8, array[idle]); f := res;
    sum0 := 0; cost := 0;
    for i in 1..twice loop                              -- the step of before, and the normal equations
      s := ap * dx[i]; xi := x[i] + s; x[i] := xi; wi := w[i] - s; w[i] := wi; zi := zl[i] + ad * dl[i]; zl[i] := zi; vi := zu[i] + ad * du[i]; zu[i] := vi;
      sum0 := sum0 + xi * zi + wi * vi; cost := cost + c[i] * xi;
      ti := 1 / (zi / xi + vi / wi); th[i] := ti; gi := ti * (zi - vi);
      j := r1[i]; v := ti * a1[i]; d[j] := d[j] + ti; f[j] := f[j] + a1[i] * gi;
      j := r2[i]; s := a2[i]; d[j] := d[j] + ti * s * s; f[j] := f[j] + s * gi; j := oc[i]; o[j] := o[j] + v * s;
    end loop;
    for t in 1..slots loop
      q := 0; v := 0;
      for i in at[t]..at[t + 1] - 1 loop
        s := ap * dx[i]; xi := x[i] + s; x[i] := xi; wi := w[i] - s; w[i] := wi; zi := zl[i] + ad * dl[i]; zl[i] := zi; vi := zu[i] + ad * du[i]; zu[i] := vi;
        sum0 := sum0 + xi * zi + wi * vi; cost := cost + c[i] * xi;
        ti := 1 / (zi / xi + vi / wi); th[i] := ti; q := q + ti; v := v + ti * (zi - vi);
      end loop;
      d[t] := d[t] + q; f[t] := f[t] + v;
    end loop;
    o[idle] := 0;
    mu := 0.1 * sum0 / (2 * n);
    s := 0; q := sum0;                                  -- what is not balanced counts at its price
    for j in 1..none - 1 loop s := greatest(s, abs(res[j])); q := q + abs(res[j] * y[j]); end loop;
    exit when s < 0.1 * p_accuracy and q < p_accuracy * (1 + abs(cost));
    if steps = 40 then steps := -1; exit; end if;
    steps := steps + 1;
    -- factorise: the grid's rows go first, then slot after slot battery and heat store, last the cars
    if p_battery[3] <= p_battery[2] and p_battery[1] = p_battery[2] then for t in slots + 1..2 * slots loop d[t] := 1; end loop; end if;
    if p_pump is null then for t in 2 * slots + 1..3 * slots loop d[t] := 1; end loop; end if;
    i11 := array_fill(0::float8, array[slots]); i12 := i11; i22 := i11; g1 := array_fill(0::float8, array[slots * cars]); g2 := g1; ee := array_fill(0::float8, array[cars * cars]);
    for k in 1..cars loop ee[(k - 1) * cars + k] := d[3 * slots + k]; end loop;
    for t in 1..slots loop
      s := d[t]; l := o[t]; v := o[slots + t];
      b11 := d[slots + t] - l * l / s; b12 := -l * v / s; b22 := d[2 * slots + t] - v * v / s;
      for k in 1..cars loop
        q := o[(3 + k) * slots + t];
        if q <> 0 then
          j := (k - 1) * slots + t; g1[j] := -l * q / s; g2[j] := -v * q / s;
          for m in 1..cars loop ee[(k - 1) * cars + m] := ee[(k - 1) * cars + m] - q * o[(3 + m) * slots + t] / s; end loop;
        end if;
      end loop;
      if t > 1 then
        l := o[2 * slots + t - 1]; v := o[3 * slots + t - 1];
        b11 := b11 - l * l * i11[t - 1]; b12 := b12 - l * v * i12[t - 1]; b22 := b22 - v * v * i22[t - 1];
        for k in 1..cars loop
          j := (k - 1) * slots + t; q := g1[j - 1]; s := g2[j - 1];
          continue when abs(q) + abs(s) < 1e-60;             -- what fades out would underflow
          b1 := g1[j] - l * (i11[t - 1] * q + i12[t - 1] * s); b2 := g2[j] - v * (i12[t - 1] * q + i22[t - 1] * s);
          g1[j] := case when abs(b1) < 1e-60 then 0 else b1 end; g2[j] := case when abs(b2) < 1e-60 then 0 else b2 end;
        end loop;
      end if;
      if abs(b12) < 1e-60 then b12 := 0; end if;
      s := 1 / greatest(b11 * b22 - b12 * b12, 1e-12 * b11 * b22, 1e-40); i11[t] := b22 * s; i12[t] := -b12 * s; i22[t] := b11 * s;
      for k in 1..cars loop
        j := (k - 1) * slots + t;
        continue when abs(g1[j]) + abs(g2[j]) < 1e-60;
        q := i11[t] * g1[j] + i12[t] * g2[j]; s := i12[t] * g1[j] + i22[t] * g2[j];
        for m in 1..cars loop
          ee[(k - 1) * cars + m] := ee[(k - 1) * cars + m] - q * g1[(m - 1) * slots + t] - s * g2[(m - 1) * slots + t];
        end loop;
      end loop;
    end loop;
    for k in 1..cars loop                               -- Cholesky without roots
      for m in 1..k - 1 loop
        s := ee[(k - 1) * cars + m];
        for i in 1..m - 1 loop s := s - ee[(k - 1) * cars + i] * ee[(m - 1) * cars + i] * ee[(i - 1) * cars + i]; end loop;
        ee[(k - 1) * cars + m] := s / ee[(m - 1) * cars + m];
      end loop;
      s := ee[(k - 1) * cars + k];
      for i in 1..k - 1 loop s := s - ee[(k - 1) * cars + i] * ee[(k - 1) * cars + i] * ee[(i - 1) * cars + i]; end loop;
      ee[(k - 1) * cars + k] := greatest(s, 1e-12);
    end loop;

    for pass in 1..2 loop
      -- solve for the step of the multipliers
      for t in 1..slots loop
        s := f[t] / d[t]; b11 := f[slots + t] - o[t] * s; b22 := f[2 * slots + t] - o[slots + t] * s;
        if t > 1 then
          q := dy[slots + t - 1]; v := dy[2 * slots + t - 1];
          if abs(q) < 1e-60 then q := 0; end if;
          if abs(v) < 1e-60 then v := 0; end if;
          b11 := b11 - o[2 * slots + t - 1] * (i11[t - 1] * q + i12[t - 1] * v); b22 := b22 - o[3 * slots + t - 1] * (i12[t - 1] * q + i22[t - 1] * v);
        end if;
        dy[slots + t] := b11; dy[2 * slots + t] := b22;
      end loop;
      for k in 1..cars loop
        s := f[3 * slots + k];
        for t in 1..slots loop
          j := (k - 1) * slots + t; q := dy[slots + t]; v := dy[2 * slots + t];
          continue when o[(3 + k) * slots + t] = 0 and abs(g1[j]) + abs(g2[j]) < 1e-60;
          s := s - o[(3 + k) * slots + t] * f[t] / d[t] - g1[j] * (i11[t] * q + i12[t] * v) - g2[j] * (i12[t] * q + i22[t] * v);
        end loop;
        for m in 1..k - 1 loop s := s - ee[(k - 1) * cars + m] * dy[3 * slots + m]; end loop;
        dy[3 * slots + k] := s;
      end loop;
      for k in reverse cars..1 loop
        s := dy[3 * slots + k] / ee[(k - 1) * cars + k];
        for m in k + 1..cars loop s := s - ee[(m - 1) * cars + k] * dy[3 * slots + m]; end loop;
        dy[3 * slots + k] := s;
      end loop;
      for t in reverse slots..1 loop
        b11 := dy[slots + t]; b22 := dy[2 * slots + t]; s := f[t];
        for k in 1..cars loop
          j := (k - 1) * slots + t; q := dy[3 * slots + k]; b11 := b11 - g1[j] * q; b22 := b22 - g2[j] * q; s := s - o[(3 + k) * slots + t] * q;
        end loop;
        if t < slots then b11 := b11 - o[2 * slots + t] * dy[slots + t + 1]; b22 := b22 - o[3 * slots + t] * dy[2 * slots + t + 1]; end if;
        q := i11[t] * b11 + i12[t] * b22; v := i12[t] * b11 + i22[t] * b22;
        if abs(q) < 1e-60 then q := 0; end if;
        if abs(v) < 1e-60 then v := 0; end if;
        dy[slots + t] := q; dy[2 * slots + t] := v; dy[t] := (s - o[t] * q - o[slots + t] * v) / d[t];
      end loop;
      dy[none] := 0;
      if pass = 1 then                                  -- the corrector: second-order terms, and the way back to the centre, always as far
        f := res;
        for i in 1..twice loop
          xi := x[i]; wi := w[i]; zi := zl[i]; vi := zu[i]; ti := th[i];
          di := ti * (a1[i] * dy[r1[i]] + a2[i] * dy[r2[i]] - zi + vi);
          s := (mu + di * zi * (1 + di / xi)) / xi - zi; dl[i] := s; q := (mu + di * vi * (di / wi - 1)) / wi - vi; du[i] := q; gi := ti * (q - s);
          j := r1[i]; f[j] := f[j] + a1[i] * gi; j := r2[i]; f[j] := f[j] + a2[i] * gi;
        end loop;
        for t in 1..slots loop
          l := dy[t]; b1 := 0;
          for i in at[t]..at[t + 1] - 1 loop
            xi := x[i]; wi := w[i]; zi := zl[i]; vi := zu[i]; ti := th[i];
            di := ti * (l - zi + vi);
            s := (mu + di * zi * (1 + di / xi)) / xi - zi; dl[i] := s; q := (mu + di * vi * (di / wi - 1)) / wi - vi; du[i] := q; b1 := b1 + ti * (q - s);
          end loop;
          f[t] := f[t] + b1;
        end loop;
      end if;
    end loop;
    -- the columns' steps, and how far they may go
    ap := 1; ad := 1;
    for i in 1..twice loop
      zi := zl[i]; vi := zu[i]; s := dl[i]; q := du[i];
      di := th[i] * (a1[i] * dy[r1[i]] + a2[i] * dy[r2[i]] + s - q); dx[i] := di;
      xi := di / x[i]; wi := di / w[i]; s := s - zi * xi; dl[i] := s; q := q + vi * wi; du[i] := q;
      ap := greatest(ap, -xi, wi); ad := greatest(ad, -s / zi, -q / vi);
    end loop;
    for t in 1..slots loop
      l := dy[t];
      for i in at[t]..at[t + 1] - 1 loop
        zi := zl[i]; vi := zu[i]; s := dl[i]; q := du[i];
        di := th[i] * (l + s - q); dx[i] := di;
        xi := di / x[i]; wi := di / w[i]; s := s - zi * xi; dl[i] := s; q := q + vi * wi; du[i] := q;
        ap := greatest(ap, -xi, wi); ad := greatest(ad, -s / zi, -q / vi);
      end loop;
    end loop;
    s := 0;
    for j in 1..none - 1 loop s := s + abs(dy[j]); end loop;
    if not s < 1e12 then steps := -1; exit; end if;      -- beyond what double precision can do: what there is stays usable as prices
    ap := least(1, 0.995 / ap); ad := least(1, 0.995 / ad);
    for j in 1..none - 1 loop y[j] := y[j] + ad * dy[j]; res[j] := case when abs(res[j]) < 1e-30 then 0 else res[j] * (1 - ap) end; end loop;
  end loop;

  price := y[1:slots];
  stored := array_fill(p_battery[9], array[slots]); heat := array_fill(0::float8, array[slots]); worth := array_fill(0::float8, array[cars]); battery := array_fill(0::float8, array[slots]); car := p_car_least; pump := p_pump_least;
  for t in 1..slots loop stored[t] := -y[slots + t]; heat[t] := -y[2 * slots + t]; end loop;
  for k in 1..cars loop worth[k] := y[3 * slots + k]; end loop;
  for i in 1..twice loop
    j := oc[i];
    if j <= slots then battery[j] := battery[j] - a1[i] * x[i];
    elsif j <= 2 * slots then pump[j - slots] := pump[j - slots] + x[i];
    elsif j > 4 * slots and j < idle then car[j - 4 * slots] := car[j - 4 * slots] + x[i];
    end if;
  end loop;
end;
$$;
comment on function ems.fn_plan_relax(int[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8) is
  'Prices that clear a house whose devices may run at any power: the dual of its linear program by Mehrotra''s primal-dual interior-point method, normal equations banded over the slots with the cars as border, to p_accuracy relative. '
  'price: of a kW in each slot; stored: of a kWh in the battery after it; worth: of a kWh in each car; heat: of a kWh in the heat store after each slot; battery, car, pump: powers near the middle of the optimal ones. p_at, p_x, p_y: the slots'' grid cost over all flexible power; p_charge, p_discharge, p_car_least to p_pump_most: limits a slot (kW), cars car after car; steps -1: not solved, prices that are not best. '
  'p_battery, p_car, p_pump, p_demand, p_gain as in fn_plan_house.';
