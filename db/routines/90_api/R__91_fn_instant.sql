create or replace function ems.fn_instant(p_text text) returns timestamptz
language plpgsql stable parallel safe strict set search_path = pg_catalog, pg_temp
as $$
begin
  if p_text !~ '^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)$' then return null; end if;
  return p_text::timestamptz;
exception when data_exception then
  return null;
end
$$;
comment on function ems.fn_instant(text) is 'An instant written as 2026-03-29T00:00:00Z or with an offset; NULL for any other text, as a time without a zone is no instant.';
