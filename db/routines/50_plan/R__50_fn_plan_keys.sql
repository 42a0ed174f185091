create or replace function ems.fn_plan_keys(p_object jsonb, p_path text, p_keys text[])
returns void
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  v_unknown text;
begin
  if jsonb_typeof(p_object) is distinct from 'object' then perform ems.fn_plan_refuse(p_path, 'is not an object', 'an object; leave the key out where there is no such device'); end if;
  select min(k collate "C") into v_unknown from jsonb_object_keys(p_object) as k where k <> all (p_keys);
  if v_unknown is not null then
    perform ems.fn_plan_refuse(case p_path when 'problem' then '' else p_path || '.' end || v_unknown, 'is not a known key', 'one of ' || array_to_string(p_keys, ', '));
  end if;
end;
$$;
comment on function ems.fn_plan_keys(jsonb, text, text[]) is
  'Refuses what is no object, and an object with a key that is not in p_keys. 22023 as fn_plan_refuse, DETAIL p_path or the unknown key.';
