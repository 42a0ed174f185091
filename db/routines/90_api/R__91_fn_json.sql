create or replace function ems.fn_json(p_text text) returns jsonb
language plpgsql immutable parallel safe strict set search_path = pg_catalog, pg_temp
as $$
begin
  return p_text::jsonb;
exception when data_exception or program_limit_exceeded then
  return null;
end
$$;
comment on function ems.fn_json(text) is 'A text as JSON; NULL where it is none.';
