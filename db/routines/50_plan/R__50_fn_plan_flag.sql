create or replace function ems.fn_plan_flag(p_object jsonb, p_path text, p_key text)
returns boolean
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
  if not p_object ? p_key then return true; end if;
  if jsonb_typeof(p_object -> p_key) <> 'boolean' then perform ems.fn_plan_refuse(p_path || p_key, 'is neither true nor false', 'true or false; left out it is true'); end if;
  return (p_object -> p_key)::boolean;
end;
$$;
comment on function ems.fn_plan_flag(jsonb, text, text) is 'A permission of a planning problem, true when the key is absent. 22023 as fn_plan_refuse.';
