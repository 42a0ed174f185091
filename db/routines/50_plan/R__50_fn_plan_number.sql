create or replace function ems.fn_plan_number(p_object jsonb, p_path text, p_key text, p_default float8, p_least float8, p_most float8, p_whole boolean)
returns float8
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  v_value constant jsonb := p_object -> p_key;
  v_numeric numeric;
  v_hint constant text := format('a %snumber from %s to %s%s', case when p_whole then 'whole ' else '' end, p_least::numeric, p_most::numeric,
    case when p_default is null then '' else '; left out it is ' || p_default::numeric end);
begin
  if v_value is null then
    if p_default is null then perform ems.fn_plan_refuse(p_path || p_key, 'is missing', v_hint); end if;
    return nullif(p_default, 'infinity');
  end if;
  if jsonb_typeof(v_value) <> 'number' then perform ems.fn_plan_refuse(p_path || p_key, 'is not a number', v_hint); end if;
  v_numeric := v_value;
  if v_numeric < p_least::numeric or v_numeric > p_most::numeric then perform ems.fn_plan_refuse(p_path || p_key, 'is out of range', v_hint); end if;
  if p_whole and v_numeric <> trunc(v_numeric) then perform ems.fn_plan_refuse(p_path || p_key, 'is not whole', v_hint); end if;
  return v_numeric;
end;
$$;
comment on function ems.fn_plan_number(jsonb, text, text, float8, float8, float8, boolean) is
  'A number of a planning problem, between p_least and p_most. p_default when the key is absent: NULL demands the key, infinity gives NULL. 22023 as fn_plan_refuse, DETAIL p_path followed by p_key.';
