create or replace function api.logout(refresh_token text default null) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update ems.login_session as s set revoked_at = now(), revoked_reason = 'logout'
  where s.revoked_at is null and s.session_id in (
    select c.session_id from ems.fn_caller() as c
    union all select t.session_id from ems.refresh_token as t where t.token_hash = sha256(convert_to(logout.refresh_token, 'UTF8'))
  );
  perform set_config('response.headers', jsonb_build_array(jsonb_build_object('Cache-Control', 'no-store'), ems.fn_cookie('ems_access', '', '/', '0', false),
    ems.fn_cookie('ems_refresh', '', '/rest/rpc/refresh', '0', false), ems.fn_cookie('ems_csrf', '', '/', '0', true))::text, true);
end
$$;
comment on function api.logout(text) is 'Ends this login: its refresh token, its access tokens, its cookies. Without one it only takes the cookies away.';
