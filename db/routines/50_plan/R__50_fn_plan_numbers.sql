create or replace function ems.fn_plan_numbers(p_object jsonb, p_path text, p_key text, p_slots int, p_least float8, p_most float8)
returns float8[]
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  v_value constant jsonb := p_object -> p_key;
  v_hint constant text := format('an array of %s numbers, one a slot, from %s to %s', coalesce(p_slots::text, '1 to 3000'), p_least::numeric, p_most::numeric);
  v_wrong bigint;
  v_numbers numeric[];
begin
  if v_value is null then perform ems.fn_plan_refuse(p_path || p_key, 'is missing', v_hint); end if;
  if jsonb_typeof(v_value) <> 'array' then perform ems.fn_plan_refuse(p_path || p_key, 'is not an array', v_hint); end if;
  if jsonb_array_length(v_value) <> coalesce(p_slots, least(greatest(jsonb_array_length(v_value), 1), 3000)) then
    perform ems.fn_plan_refuse(p_path || p_key, format('has %s elements', jsonb_array_length(v_value)), v_hint);
  end if;
  if jsonb_path_exists(v_value, 'strict $[*] ? (@.type() != "number")') then
    select min(e.n) - 1 into v_wrong from jsonb_array_elements(v_value) with ordinality as e (value, n) where jsonb_typeof(e.value) <> 'number';
    perform ems.fn_plan_refuse(format('%s%s[%s]', p_path, p_key, v_wrong), 'is not a number', v_hint);
  end if;
  v_numbers := array(select e.value::numeric from jsonb_array_elements_text(v_value) with ordinality as e (value, n) order by e.n);
  if exists (select from unnest(v_numbers) as u (value) where u.value < p_least::numeric or u.value > p_most::numeric) then
    select min(e.n) - 1 into v_wrong from unnest(v_numbers) with ordinality as e (value, n) where e.value < p_least::numeric or e.value > p_most::numeric;
    perform ems.fn_plan_refuse(format('%s%s[%s]', p_path, p_key, v_wrong), 'is out of range', v_hint);
  end if;
  return v_numbers;
end;
$$;
comment on function ems.fn_plan_numbers(jsonb, text, text, int, float8, float8) is
  'One number a slot of a planning problem, each between p_least and p_most; p_slots NULL lets the array say how many slots there are (1 to 3000). '
  '22023 as fn_plan_refuse, DETAIL the key, with the index from 0 of the first element that is wrong.';
