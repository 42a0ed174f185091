create or replace function api.login(email text, password text, cookie boolean default false) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_address inet := ems.fn_login_address();
  v_login record;
begin
  -- A form of another page could log its visitor in as somebody else; it cannot send JSON.
  if cookie and nullif(current_setting('request.headers', true), '')::jsonb ->> 'content-type' not like 'application/json%' then
    return ems.fn_answer_refuse(403, 'cookies are given to JSON requests only', 'Send content-type: application/json.');
  end if;
  select * into v_login from ems.fn_login(login.email, login.password, v_address, now());
  if v_login.retry_after_s is not null then
    return ems.fn_answer_refuse(429, format('too many tries: wait %s s', v_login.retry_after_s), 'Places that have known the password before need not wait.', v_login.retry_after_s);
  end if;
  if v_login.user_id is null then
    return ems.fn_answer_refuse(401, 'e-mail address or password is wrong', 'ems user passwd gives an account another password.');
  end if;
  return ems.fn_session_answer(v_login.user_id, ems.fn_session_open(v_login.user_id, v_address, now()), login.cookie, now());
end
$$;
comment on function api.login(text, text, boolean) is
  'Logs in: access_token (a JWT, good for expires_in seconds), refresh_token (good for one api.refresh), role. With cookie they come as cookies instead, for a page. SA401: wrong; SA429: guessed too often from here, Retry-After says for how long.';
