create or replace function api.user_password(p_email text, p_password text default null) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_password constant text := case when p_password is null then ems.fn_password_new() end;
begin
  perform ems.fn_person_require(), ems.fn_account_require('admin'), ems.fn_user_other(p_email);
  perform ems.fn_user_password(p_email, coalesce(p_password, v_password), now());
  perform ems.fn_answer_secret();
  return jsonb_strip_nulls(jsonb_build_object('email', lower(btrim(p_email)), 'password', v_password));
end
$$;
comment on function api.user_password(text, text) is
  'Gives somebody else''s account another password and ends its logins. Without p_password one is made, and answered this once. SA401, SA403: no administrator of every house, or a program; SA404; SA409: the own account; SA422.';
