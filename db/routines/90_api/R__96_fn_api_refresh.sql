create or replace function api.refresh(refresh_token text default null) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_token text := coalesce(refresh.refresh_token, nullif(current_setting('request.cookies', true), '')::jsonb ->> 'ems_refresh');
  v_use record;
begin
  select * into v_use from ems.fn_refresh(v_token, now());
  if v_use.refusal is not null then
    return ems.fn_answer_refuse(case v_use.refusal when 'used' then 409 else 401 end, case v_use.refusal when 'used' then 'another refresh was faster' when 'reused' then 'this refresh token was used before: the login is over' else 'this login is over' end,
      case v_use.refusal when 'used' then 'Go on with what it brought.' else 'Log in again.' end);
  end if;
  return ems.fn_session_answer(v_use.user_id, v_use.session_id, refresh.refresh_token is null, now());
end
$$;
comment on function api.refresh(text) is
  'Renews a login: a new access and a new refresh token for one refresh token, from the body or else from the cookie (then cookies come back). SA401: it is over, or the token was used before, which ends the login; SA409: used seconds ago by another tab.';
