create or replace function ems.fn_author() returns text
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
return coalesce(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub', session_user::text);
comment on function ems.fn_author() is 'Who acts in this transaction: the subject of the API''s token, else the database user.';
