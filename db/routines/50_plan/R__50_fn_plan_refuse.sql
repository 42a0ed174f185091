create or replace function ems.fn_plan_refuse(p_key text, p_what text, p_hint text)
returns void
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception 'planning problem refused: % %', p_key, p_what using errcode = '22023', detail = p_key, hint = p_hint;
end;
$$;
comment on function ems.fn_plan_refuse(text, text, text) is
  'Refuses a planning problem: SQLSTATE 22023, DETAIL the key, HINT what it should be.';
