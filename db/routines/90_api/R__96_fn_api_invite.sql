create or replace function api.invite(p_site_id text, p_email text, p_role text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_caller constant uuid := (select p.user_id from ems.fn_person_require() as p);
  v_answer constant jsonb := jsonb_build_object('site_id', p_site_id, 'email', lower(btrim(p_email)), 'role', p_role);
begin
  perform ems.fn_member_require(p_site_id, 'admin');
  if exists (select from ems.user_account as a where a.email = lower(btrim(p_email))) then
    perform ems.fn_user_other(p_email);
    perform ems.fn_user_member(p_email, p_site_id, coalesce(p_role, ''));
    return v_answer;
  end if;
  perform ems.fn_answer_secret();
  return v_answer || jsonb_build_object('token', ems.fn_invitation_make(p_site_id, p_email, p_role, v_caller, now()));
end
$$;
comment on function api.invite(text, text, text) is
  'Takes somebody into a house. Who has an account is a member at once; for anybody else a one-time token is answered this once, good for 7 days: /setup?token=…&email=… lets them choose a password. '
  'SA401; SA403: no administrator of it, or a program; SA404: no such house, or not yours; SA409: oneself; SA422: no e-mail address, no such role.';
