create or replace function ems.fn_answer_secret() returns void
language sql volatile parallel unsafe security invoker set search_path = pg_catalog, pg_temp
as $$ select set_config('response.headers', '[{"Cache-Control": "no-store"}]', true) $$;
comment on function ems.fn_answer_secret() is 'The answer in the making carries a secret: nobody keeps it. (Nor is it kept under an Idempotency-Key.)';
