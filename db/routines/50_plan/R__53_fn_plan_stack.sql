create or replace function ems.fn_plan_stack(
  p_at int[], p_x float8[], p_y float8[], p_fixed float8[], p_most float8[], p_slope float8[], p_length float8[],
  out at int[], out x float8[], out y float8[])
language plpgsql immutable strict parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  slots  int := cardinality(p_at) - 1;
  m      int := cardinality(p_slope) / slots;          -- responders a slot
  k      int := 0;
  hx     float8[]; hy float8[]; top int; xa float8; ya float8;
  need   float8; most float8; len float8; s float8; c float8; at_x float8;
  r      int[]; held int; i int; j int; n int; a int;
begin
  at := array[1]; x := '{}'; y := '{}';
  for t in 1..slots loop
    -- the hull of the slot's grid cost
    i := p_at[t]; n := p_at[t + 1] - 1; hx := array[p_x[i]]; hy := array[p_y[i]]; top := 1;
    for g in i + 1..n loop
      xa := p_x[g]; ya := p_y[g];
      continue when xa <= hx[top] + 1e-10;
      while top > 1 and (hy[top] - hy[top - 1]) * (xa - hx[top]) >= (ya - hy[top]) * (hx[top] - hx[top - 1]) loop top := top - 1; end loop;
      top := top + 1; hx[top] := xa; hy[top] := ya;
    end loop;
    -- responders by what they ask for a kW
    a := (t - 1) * m; r := '{}'; need := p_fixed[t] - hx[1]; c := hy[1];
    for g in 1..m loop
      need := need + p_length[a + g]; c := c - p_slope[a + g] * p_length[a + g];
      j := g;
      while j > 1 and p_slope[a + r[j - 1]] > p_slope[a + g] loop r[j] := r[j - 1]; j := j - 1; end loop;
      r[j] := g;
    end loop;
    most := p_most[t]; at_x := -need; i := 2; j := 1; held := k;
    if at_x >= -1e-10 then at_x := 0; k := k + 1; x[k] := 0; y[k] := c; end if;
    while at_x < most - 1e-10 or k = held loop
      if i <= top then s := (hy[i] - hy[i - 1]) / (hx[i] - hx[i - 1]); end if;
      if j <= m and (i > top or p_slope[a + r[j]] <= s) then
        s := p_slope[a + r[j]]; len := p_length[a + r[j]]; j := j + 1;
      elsif i <= top then
        len := hx[i] - hx[i - 1]; i := i + 1;
      else
        if k = held then k := k + 1; x[k] := 0; y[k] := c; end if;
        exit;
      end if;
      if at_x < 0 and at_x + len >= 0 then
        c := c - s * at_x; len := len + at_x; at_x := 0; k := k + 1; x[k] := 0; y[k] := c;
      end if;
      if at_x < 0 then at_x := at_x + len; c := c + s * len; continue; end if;
      len := least(len, most - at_x);
      continue when len <= 1e-10;
      at_x := at_x + len; c := c + s * len; k := k + 1; x[k] := at_x; y[k] := c;
    end loop;
    at[t + 1] := k + 1;
  end loop;
end;
$$;
comment on function ems.fn_plan_stack(int[], float8[], float8[], float8[], float8[], float8[], float8[]) is
  'What p_fixed plus 0 to p_most kW more cost in each slot when others give way: the hull of the grid cost (points p_at, p_x, p_y) in merit order with responders, as many a slot in p_slope and p_length, that run at full '
  'length and give up each kW for their slope. Convex points at, x, y; y up to a constant a slot.';
