create or replace function api.member_set(p_site_id text, p_email text, p_role text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform ems.fn_person_require(), ems.fn_member_require(p_site_id, 'admin'), ems.fn_user_other(p_email);
  perform ems.fn_user_member(p_email, p_site_id, p_role);
  return jsonb_build_object('site_id', p_site_id, 'email', lower(btrim(p_email)), 'role', p_role);
end
$$;
comment on function api.member_set(text, text, text) is
  'Makes an account a member of a house in that role, or with null no longer one. SA401; SA403: no administrator of it, or a program; SA404: no such house, or not yours, or no such account; SA409: oneself; SA422: no such role.';
