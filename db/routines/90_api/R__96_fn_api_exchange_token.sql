create or replace function api.exchange_token(token text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_token record;
  v_access record;
begin
  select t.api_token_id, t.user_id, t.last_used_at into v_token
  from ems.api_token as t join ems.user_account as a on a.user_id = t.user_id
  where t.token_hash = sha256(convert_to(exchange_token.token, 'UTF8')) and t.revoked_at is null and a.locked_at is null and (t.expires_at is null or t.expires_at > now() + interval '1 s');
  if v_token.api_token_id is null then
    return ems.fn_answer_refuse(401, 'this token is not known, was revoked, or is over', 'ems user token makes one.');
  end if;
  update ems.api_token as t set last_used_at = now() where t.api_token_id = v_token.api_token_id and (t.last_used_at is null or t.last_used_at < now() - interval '1 min');
  select * into v_access from ems.fn_access_token(v_token.user_id, now(), p_api_token_id => v_token.api_token_id);
  perform set_config('response.headers', '[{"Cache-Control": "no-store"}]', true);
  return jsonb_build_object('access_token', v_access.access_token, 'expires_in', v_access.expires_in, 'token_type', 'bearer', 'role', v_access.role);
end
$$;
comment on function api.exchange_token(text) is
  'A short-lived access token for the token of a program (ems_…). `ems serve` does this by itself for `Authorization: Bearer ems_…`; under PostgREST a program does it. SA401: unknown, revoked, or over.';
