create or replace function ems.fn_invitation_accept(p_token text, p_email text, p_password text, p_at timestamptz) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_invitation record;
  v_user_id uuid;
begin
  -- Whoever invited must still be one who may, in that house or in all.
  delete from ems.invitation as i
  where i.token_hash = sha256(convert_to(p_token, 'UTF8')) and i.expires_at > p_at and i.email = lower(btrim(p_email))
    and exists (
      select from ems.user_account as a left join ems.site_member as m on m.user_id = a.user_id and m.site_id = i.site_id
      where a.user_id = i.user_id and a.locked_at is null and 'admin' in (a.role, m.role))
  returning i.site_id, i.role into v_invitation;
  if not found then return null; end if;
  v_user_id := ems.fn_user_add(p_email, '', null, p_password, p_at);
  insert into ems.site_member (site_id, user_id, role) values (v_invitation.site_id, v_user_id, v_invitation.role);
  return v_user_id;
end
$$;
comment on function ems.fn_invitation_accept(text, text, text, timestamptz) is
  'Uses an invitation: makes the account it is for, a member of the house. NULL: it was used, is over, is for another address, or who invited is no administrator of the house any more. SA409: there is such an account by now; SA422: the password.';
