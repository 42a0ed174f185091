create or replace function api.invitation_revoke(p_site_id text, p_email text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform ems.fn_person_require(), ems.fn_member_require(p_site_id, 'admin');
  delete from ems.invitation as i where i.site_id = p_site_id and i.email = lower(btrim(p_email));
  if not found then
    raise exception 'nobody with the address % is invited to %', p_email, p_site_id using errcode = 'SA404', constraint = 'invitation_site_id_email_pkey', hint = 'It was used, taken back, or never made.';
  end if;
  return jsonb_build_object('site_id', p_site_id, 'email', lower(btrim(p_email)), 'revoked', true);
end
$$;
comment on function api.invitation_revoke(text, text) is 'Takes an invitation back at once. SA401, SA403; SA404: no such house, or not yours, or no such invitation.';
