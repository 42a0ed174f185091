create or replace function ems.fn_api_token_make(p_email text, p_name text, p_role text, p_lifetime interval, p_at timestamptz) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id uuid := ems.fn_user_find(p_email);
  v_token text := 'ems_' || ems.fn_token_new();
begin
  if ems.fn_role_rank(p_role) is null then
    raise exception 'there is no role %', p_role using errcode = 'SA422', constraint = 'api_token_role_check', hint = 'guest, operator, installer or admin.';
  end if;
  if p_name !~ '^[a-z0-9][a-z0-9_.-]{0,62}$' or p_lifetime <= interval '0' then
    raise exception '% is no name of a token, or its life is over before it begins', p_name using errcode = 'SA422', constraint = 'api_token_name_check',
      hint = 'Small letters, digits and _.- with a letter or digit first; a lifetime above zero.';
  end if;
  insert into ems.api_token (user_id, name, token_hash, role, created_at, expires_at)
  values (v_user_id, p_name, sha256(convert_to(v_token, 'UTF8')), p_role, p_at, p_at + p_lifetime)
  on conflict (user_id, name) where revoked_at is null do nothing;
  if not found then
    raise exception '% has a token % already', p_email, p_name using errcode = 'SA409', constraint = 'api_token_user_id_name_idx', hint = 'Revoke it first (ems user token --revoke), or choose another name.';
  end if;
  return v_token;
end
$$;
comment on function ems.fn_api_token_make(text, text, text, interval, timestamptz) is 'A new token of a program, shown this once. p_lifetime NULL: until it is revoked. SA404, SA409: that name is taken, SA422.';
