create or replace function ems.fn_access_token(p_user_id uuid, p_at timestamptz, p_session_id uuid default null, p_api_token_id uuid default null, out access_token text, out role text, out expires_in integer)
language sql volatile parallel unsafe security definer set search_path = pg_catalog, pg_temp
as $$
  select ems.fn_jwt_sign(
      jsonb_strip_nulls(jsonb_build_object(
        'role', 'ems_' || r.role, 'sub', a.user_id, 'email', a.email, 'sid', p_session_id, 'tid', t.api_token_id, 'token', t.name, 'aud', s.audience, 'jti', gen_random_uuid(),
        'iat', floor(extract(epoch from p_at)), 'exp', floor(extract(epoch from l.ends_at)))), s.secret),
    r.role, floor(extract(epoch from l.ends_at - p_at))::integer
  from ems.user_account as a
  cross join ems.identity_setting as s
  left join ems.api_token as t on t.api_token_id = p_api_token_id
  cross join lateral (select least(p_at + s.access_lifetime, t.expires_at) as ends_at) as l
  -- the highest of the account, at least a guest who sees no house, and no more than the API token may be
  cross join lateral (
    select (array['guest', 'operator', 'installer', 'admin'])[least(ems.fn_role_rank(t.role), greatest(1, ems.fn_role_rank(a.role),
      (select max(ems.fn_role_rank(m.role)) from ems.site_member as m where m.user_id = a.user_id)))] as role
  ) as r
  where a.user_id = p_user_id;
$$;
comment on function ems.fn_access_token(uuid, timestamptz, uuid, uuid) is 'An access token of an account, its role (guest, operator, installer, admin: the highest it has anywhere, which row security and the doors narrow to each house) and its life in seconds.';
