create or replace function ems.fn_user_add(p_email text, p_name text, p_role text, p_password text, p_at timestamptz) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_email text := lower(btrim(p_email));
  v_user_id uuid;
begin
  if v_email is null or v_email !~ '^[^@[:space:]]+@[^@[:space:]]+$' or length(v_email) > 254 then
    raise exception '% is no e-mail address', coalesce(p_email, 'NULL') using errcode = 'SA422', constraint = 'user_account_email_check', hint = 'It is the login: somebody@example.org.';
  end if;
  if p_role is not null and ems.fn_role_rank(p_role) is null then
    raise exception 'there is no role %', p_role using errcode = 'SA422', constraint = 'user_account_role_check', hint = 'guest, operator, installer or admin.';
  end if;
  insert into ems.user_account (email, name, role, password_hash, password_at, created_at)
  values (v_email, coalesce(p_name, ''), p_role, case when p_password is not null then ems.fn_password_hash(p_password) end, case when p_password is not null then p_at end, p_at)
  on conflict (email) do nothing
  returning user_id into v_user_id;
  if v_user_id is null then
    raise exception 'there is an account % already', v_email using errcode = 'SA409', constraint = 'user_account_email_key', hint = 'ems user passwd gives it another password.';
  end if;
  return v_user_id;
end
$$;
comment on function ems.fn_user_add(text, text, text, text, timestamptz) is
  'Makes an account. p_role: in every house; NULL for members of single houses. p_password NULL: it logs in with tokens only. SA409: it exists; SA422: no e-mail address, no such role, a password too short.';
