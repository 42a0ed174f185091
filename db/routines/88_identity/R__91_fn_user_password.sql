create or replace function ems.fn_user_password(p_email text, p_password text, p_at timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id uuid := ems.fn_user_find(p_email);
begin
  update ems.user_account set password_hash = ems.fn_password_hash(p_password), password_at = p_at where user_id = v_user_id;
  update ems.login_session set revoked_at = p_at, revoked_reason = 'password' where user_id = v_user_id and revoked_at is null;
  -- who was kept waiting for a forgotten password need not wait for the new one
  delete from ems.login_source where email = lower(btrim(p_email)) and succeeded_at is null;
end
$$;
comment on function ems.fn_user_password(text, text, timestamptz) is 'Gives an account another password and ends its logins. SA404, SA422.';
