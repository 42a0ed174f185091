create or replace function api.change_password(old_password text, new_password text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_caller record;
  v_account record;
  v_login record;
begin
  select * into v_caller from ems.fn_caller();
  select a.email, nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'tid' as tid into v_account from ems.user_account as a where a.user_id = v_caller.user_id;
  if v_account.email is null or v_account.tid is not null then
    return ems.fn_answer_refuse(401, 'a password is changed by who is logged in with it', 'Log in first.');
  end if;
  select * into v_login from ems.fn_login(v_account.email, old_password, ems.fn_login_address(), now());
  if v_login.retry_after_s is not null then
    return ems.fn_answer_refuse(429, format('too many tries: wait %s s', v_login.retry_after_s), 'Then try again.', v_login.retry_after_s);
  end if;
  if v_login.user_id is null then
    return ems.fn_answer_refuse(403, 'the old password is wrong', 'ems user passwd gives an account another password.');
  end if;
  update ems.user_account as a set password_hash = ems.fn_password_hash(new_password), password_at = now() where a.user_id = v_caller.user_id;
  update ems.login_session as s set revoked_at = now(), revoked_reason = 'password'
  where s.user_id = v_caller.user_id and s.revoked_at is null and s.session_id is distinct from v_caller.session_id;
  return jsonb_build_object('changed', true);
end
$$;
comment on function api.change_password(text, text) is 'Changes the caller''s password and ends every other login. SA401: nobody; SA403: the old one is wrong; SA422: the new one is too short or too long; SA429.';
