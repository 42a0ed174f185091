create or replace function ems.fn_person_require(out user_id uuid, out email text, out role_rank integer)
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
begin
  select c.user_id, a.email, c.role_rank into fn_person_require.user_id, fn_person_require.email, fn_person_require.role_rank
  from ems.fn_caller() as c join ems.user_account as a on a.user_id = c.user_id;
  if fn_person_require.user_id is null then
    raise exception 'nobody is logged in' using errcode = 'SA401', constraint = 'login', hint = 'Log in: POST /rest/rpc/login.';
  end if;
  if nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'tid' is not null then
    raise exception 'this takes a person''s login, not a program''s token' using errcode = 'SA403', constraint = 'login_person', detail = format('email=%s', fn_person_require.email),
      hint = 'A token that could make tokens would outlive its revocation.';
  end if;
end
$$;
comment on function ems.fn_person_require() is 'Who is logged in by password: account, e-mail address, and the rank of the login. SA401: nobody; SA403: a program.';
