create or replace function ems.fn_plan_pump_band(p_few float8[], p_many float8[], p_few_starts int, p_many_starts int, p_starts int, p_state int, out least_left int[], out most_left int[])
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  few int := 0; many int := 0; a int; b int;            -- starts from slot t on
begin
  for t in reverse cardinality(p_few)..1 loop
    if p_few[t] > 0 and (case when t > 1 then p_few[t - 1] = 0 else coalesce(p_state, 0) <= 0 end) then few := few + 1; end if;
    if p_many[t] > 0 and (case when t > 1 then p_many[t - 1] = 0 else coalesce(p_state, 0) <= 0 end) then many := many + 1; end if;
    a := greatest(p_starts - (p_many_starts - many), few); b := least(p_starts - (p_few_starts - few), many);
    least_left[t] := greatest(least(a, b), 0); most_left[t] := least(greatest(a, b), p_starts);
  end loop;
end;
$$;
comment on function ems.fn_plan_pump_band(float8[], float8[], int, int, int, int) is
  'How many of p_starts starts may be left before each slot, at least and at most, for a plan of a heat pump between one that starts less often (p_few, kW a slot, p_few_starts) and one that starts too often (p_many): '
  'first as often as the one, then as the other, or the other way round, and all between. p_state as in fn_plan_pump.';
