create or replace function ems.fn_session_answer(p_user_id uuid, p_session_id uuid, p_cookie boolean, p_at timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_refresh text := ems.fn_token_new();
  v_life interval := (select s.refresh_lifetime from ems.identity_setting as s);
  v_access record;
begin
  select * into v_access from ems.fn_access_token(p_user_id, p_at, p_session_id);
  insert into ems.refresh_token (token_hash, session_id, issued_at, expires_at) values (sha256(convert_to(v_refresh, 'UTF8')), p_session_id, p_at, p_at + v_life);
  update ems.login_session set expires_at = p_at + v_life where session_id = p_session_id;
  perform set_config('response.headers', (jsonb_build_array(jsonb_build_object('Cache-Control', 'no-store'))
    || case when p_cookie then jsonb_build_array(
      ems.fn_cookie('ems_access', v_access.access_token, '/', make_interval(secs => v_access.expires_in), false),
      ems.fn_cookie('ems_refresh', v_refresh, '/rest/rpc/refresh', v_life, false),
      ems.fn_cookie('ems_csrf', ems.fn_token_new(), '/', v_life, true)) else '[]' end)::text, true);
  return jsonb_build_object('expires_in', v_access.expires_in, 'token_type', 'bearer', 'role', v_access.role)
    || case when p_cookie then '{}' else jsonb_build_object('access_token', v_access.access_token, 'refresh_token', v_refresh) end;
end
$$;
comment on function ems.fn_session_answer(uuid, uuid, boolean, timestamptz) is
  'The answer to who is let in: an access token and the next refresh token of a login, in the body or, with p_cookie, in cookies the page''s scripts cannot read (and one, ems_csrf, that they must repeat).';
