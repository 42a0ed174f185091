create or replace function api.setup(token text, email text, password text, cookie boolean default false) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id uuid;
begin
  if cookie and nullif(current_setting('request.headers', true), '')::jsonb ->> 'content-type' not like 'application/json%' then
    return ems.fn_answer_refuse(403, 'cookies are given to JSON requests only', 'Send content-type: application/json.');
  end if;
  update ems.identity_setting as s set setup_hash = null, setup_expires_at = null
  where s.setup_hash = sha256(convert_to(setup.token, 'UTF8')) and s.setup_expires_at > now();
  if found then
    v_user_id := ems.fn_user_add(setup.email, '', 'admin', coalesce(setup.password, ''), now());
  else
    v_user_id := ems.fn_invitation_accept(setup.token, setup.email, coalesce(setup.password, ''), now());
  end if;
  if v_user_id is null then
    return ems.fn_answer_refuse(401, 'this link was used, is over, or is for another address', 'Who invited you makes a new one; a start without an administrator prints one; ems user add needs none.');
  end if;
  return ems.fn_session_answer(v_user_id, ems.fn_session_open(v_user_id, ems.fn_login_address(), now()), setup.cookie, now());
end
$$;
comment on function api.setup(text, text, text, boolean) is
  'Makes an account, once, with the token of a one-time link, and logs in as api.login does: the first administrator with that of the setup link, a member of a house with that of an invitation (api.invite). SA401: the link was used, is over, or is for another address; SA409: there is such an account; SA422: no e-mail address, or the password is too short or too long.';
