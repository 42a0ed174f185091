create or replace function ems.fn_session_open(p_user_id uuid, p_address inet, p_at timestamptz) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_session_id uuid;
begin
  -- What ended a while ago is of no use to anybody.
  delete from ems.login_session as s where s.user_id = p_user_id and (s.expires_at < p_at or s.revoked_at < p_at - interval '24 hours');
  insert into ems.login_session (user_id, address, created_at, expires_at) values (p_user_id, nullif(p_address, '0.0.0.0'), p_at, p_at) returning session_id into v_session_id;
  return v_session_id;
end
$$;
comment on function ems.fn_session_open(uuid, inet, timestamptz) is 'Begins a login and forgets the account''s old ones. Returns its id.';
