create or replace function ems.fn_plan_bound_car(p_price float8[], p_car float8[])
returns float8
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  a  int := p_car[1]; b int := p_car[2];
  at int[] := array[1]; x float8[] := '{}'; y float8[] := '{}'; n int := 0;
begin
  for t in a..b loop
    n := n + 2; x[n - 1] := 0; y[n - 1] := 0; x[n] := p_car[5]; y[n] := p_price[t] * p_car[5]; at[t - a + 2] := n + 1;
  end loop;
  return (select g.bound from ems.fn_plan_car(p_car[3], p_car[4] * p_car[6], p_car[4], p_car[6], p_car[7], at, x, y) as g);
end;
$$;
comment on function ems.fn_plan_bound_car(float8[], float8[]) is
  'What a car costs at least that pays p_price for a kW in each slot and has the grid to itself; p_car: the seven numbers of one car, as in fn_plan_house.';
