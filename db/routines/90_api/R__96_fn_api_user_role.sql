create or replace function api.user_role(p_email text, p_role text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform ems.fn_person_require(), ems.fn_account_require('admin'), ems.fn_user_other(p_email);
  perform ems.fn_user_role(p_email, p_role);
  return jsonb_build_object('email', lower(btrim(p_email)), 'account_role', p_role);
end
$$;
comment on function api.user_role(text, text) is
  'Gives somebody else''s account a role in every house, those to come too; null: only in the houses it is a member of. SA401, SA403: no administrator of every house, or a program; SA404; SA409: the own account; SA422: no such role.';
