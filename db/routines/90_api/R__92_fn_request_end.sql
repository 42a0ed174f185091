create or replace function ems.fn_request_end(p_answer jsonb, p_status integer default 200, p_location text default null) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform ems.fn_request_answer(p_status, p_location, false);
  update ems.request_key set (status, location, answer) = row (p_status, p_location, p_answer)
  where author = ems.fn_author() and key = nullif(current_setting('request.headers', true), '')::jsonb ->> 'idempotency-key' and answer is null;
  return p_answer;
end
$$;
comment on function ems.fn_request_end(jsonb, integer, text) is 'Answers a request, and keeps the answer under its Idempotency-Key where it has one.';
