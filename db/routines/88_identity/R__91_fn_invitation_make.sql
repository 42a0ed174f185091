create or replace function ems.fn_invitation_make(p_site_id text, p_email text, p_role text, p_user_id uuid, p_at timestamptz) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_email constant text := lower(btrim(p_email));
  v_token constant text := ems.fn_token_new();
begin
  if v_email is null or v_email !~ '^[^@[:space:]]+@[^@[:space:]]+$' or length(v_email) > 254 then
    raise exception '% is no e-mail address', coalesce(p_email, 'NULL') using errcode = 'SA422', constraint = 'user_account_email_check', hint = 'It is the login: somebody@example.org.';
  end if;
  if ems.fn_role_rank(p_role) is null then
    raise exception 'there is no role %', coalesce(p_role, 'NULL') using errcode = 'SA422', constraint = 'site_member_role_check', hint = 'guest, operator, installer or admin.';
  end if;
  delete from ems.invitation where site_id = p_site_id and expires_at <= p_at;
  insert into ems.invitation (site_id, email, role, token_hash, user_id, invited_at, expires_at)
  values (p_site_id, v_email, p_role, sha256(convert_to(v_token, 'UTF8')), p_user_id, p_at, p_at + interval '168 hours')
  on conflict (site_id, email) do update set (role, token_hash, user_id, invited_at, expires_at) = row (excluded.role, excluded.token_hash, excluded.user_id, excluded.invited_at, excluded.expires_at);
  return v_token;
end
$$;
comment on function ems.fn_invitation_make(text, text, text, uuid, timestamptz) is
  'A one-time token, good for 7 days, that makes this account a member of the house in that role; the one before it of the same address works no more. SA422: no e-mail address, no such role.';
