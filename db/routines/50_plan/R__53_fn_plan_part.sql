create or replace function ems.fn_plan_part(p_at int[], p_x float8[], p_y float8[], p_power float8[], out at int[], out x float8[], out y float8[])
language plpgsql immutable strict parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  first int; i int; n int; slope float8; before float8;
begin
  at := array[1]; x := '{}'; y := '{}';
  for t in 1..cardinality(p_power) loop
    first := p_at[t]; i := first; n := p_at[t + 1] - 1; before := '-infinity';
    while i < n loop
      slope := case when p_x[i + 1] > p_x[i] then (p_y[i + 1] - p_y[i]) / (p_x[i + 1] - p_x[i]) else before end;
      if slope < before - 1e-9 then                       -- a part ends: is the power on it?
        exit when p_power[t] < p_x[i] - 1e-6;
        first := i;
      end if;
      before := slope; i := i + 1;
    end loop;
    x := x || p_x[first:i]; y := y || p_y[first:i]; at[t + 1] := cardinality(x) + 1;
  end loop;
end;
$$;
comment on function ems.fn_plan_part(int[], float8[], float8[], float8[]) is
  'Of each slot''s cost (points p_at[t] to p_at[t+1]-1 of p_x, kW, and p_y) the convex part that p_power, kW, lies on, where two meet the upper one: whether the house buys or sells is settled.';
