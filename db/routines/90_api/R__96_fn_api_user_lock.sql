create or replace function api.user_lock(p_email text, p_locked boolean) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform ems.fn_person_require(), ems.fn_account_require('admin'), ems.fn_user_other(p_email);
  perform ems.fn_user_lock(p_email, coalesce(p_locked, true), now());
  return jsonb_build_object('email', lower(btrim(p_email)), 'locked', coalesce(p_locked, true));
end
$$;
comment on function api.user_lock(text, boolean) is 'Locks somebody else''s account, whose logins and tokens work no more at once, or opens it again. SA401, SA403: no administrator of every house, or a program; SA404; SA409: the own account.';
