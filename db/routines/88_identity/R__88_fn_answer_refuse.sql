create or replace function ems.fn_answer_refuse(p_status integer, p_message text, p_hint text, p_retry_after_s integer default null) returns jsonb
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp
as $$
begin
  perform set_config('response.status', p_status::text, true);
  perform set_config('response.headers', (jsonb_build_array(jsonb_build_object('Cache-Control', 'no-store'))
    || case when p_retry_after_s is null then '[]' else jsonb_build_array(jsonb_build_object('Retry-After', p_retry_after_s::text)) end)::text, true);
  return jsonb_build_object('code', 'SA' || p_status, 'message', p_message, 'details', null, 'hint', p_hint);
end
$$;
comment on function ems.fn_answer_refuse(integer, text, text, integer) is
  'A refusal as an answer: status and body of an error, without undoing the transaction, as a wrong password must be remembered.';
