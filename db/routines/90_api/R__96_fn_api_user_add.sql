create or replace function api.user_add(p_email text, p_name text default '', p_role text default null, p_site_id text default null, p_site_role text default null, p_password text default null) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_password constant text := case when p_password is null then ems.fn_password_new() end;
begin
  perform ems.fn_person_require(), ems.fn_account_require('admin');
  perform ems.fn_user_add(p_email, p_name, p_role, coalesce(p_password, v_password), now());
  if p_site_id is not null then
    perform ems.fn_user_member(p_email, p_site_id, coalesce(p_site_role, 'guest'));
  end if;
  perform ems.fn_answer_secret();
  return jsonb_strip_nulls(jsonb_build_object('email', lower(btrim(p_email)), 'password', v_password));
end
$$;
comment on function api.user_add(text, text, text, text, text, text) is
  'Makes an account, with a role in every house (p_role), or in one (p_site_id, p_site_role: guest). Without p_password one is made, and answered this once as password. '
  'SA401, SA403: no administrator of every house, or a program; SA404: no such house; SA409: there is such an account; SA422: no e-mail address, no such role, a password too short.';
