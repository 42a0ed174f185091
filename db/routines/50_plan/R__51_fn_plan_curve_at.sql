create or replace function ems.fn_plan_curve_at(p_x float8[], p_y float8[], p_after int, p_count int, p_at float8)
returns float8
language plpgsql immutable strict parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  i int := p_after + 1; last int := p_after + p_count; middle int; y float8 := 'infinity';
begin
  if p_count = 0 or p_at < p_x[i] - 1e-7 or p_at > p_x[last] + 1e-7 then return y; end if;
  -- first point right of, or at, the place
  while i < last loop
    middle := (i + last) / 2;
    if p_x[middle] < p_at - 1e-9 then i := middle + 1; else last := middle; end if;
  end loop;
  last := p_after + p_count;
  if i > p_after + 1 and p_x[i] > p_at + 1e-9 then
    return p_y[i - 1] + (p_y[i] - p_y[i - 1]) * (p_at - p_x[i - 1]) / (p_x[i] - p_x[i - 1]);
  end if;
  loop                                              -- at a jump the lower value holds
    y := least(y, p_y[i]); i := i + 1;
    exit when i > last or p_x[i] > p_at + 1e-9;
  end loop;
  return y;
end;
$$;
comment on function ems.fn_plan_curve_at(float8[], float8[], int, int, float8) is
  'Value at p_at of the piecewise linear curve in elements p_after + 1 to p_after + p_count of p_x (rising) and p_y; at a jump the lower value, outside infinity.';
