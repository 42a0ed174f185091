create or replace function ems.fn_author() returns text
language sql stable parallel safe security invoker
return (
  select coalesce(c.claims ->> 'email' || coalesce(' (' || (c.claims ->> 'token') || ')', ''), c.claims ->> 'sub', session_user::text)
  from (select nullif(current_setting('request.jwt.claims', true), '')::jsonb as claims) as c
);
comment on function ems.fn_author() is 'Who acts in this transaction: e-mail address (and name of the program''s token) of the request''s login, else the database user.';
