create or replace function api.refresh(refresh_token text default null) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_token text := coalesce(refresh.refresh_token, nullif(current_setting('request.cookies', true), '')::jsonb ->> 'ems_refresh');
  v_use record;
begin
  select * into v_use from ems.fn_refresh(v_token, now());
  case v_use.refusal
    when 'used' then return ems.fn_answer_refuse(409, 'another refresh was faster', 'Go on with what it brought.');
    when 'reused' then return ems.fn_answer_refuse(401, 'this refresh token was used before: the login is over', 'Log in again.');
    else if v_use.refusal is not null then return ems.fn_answer_refuse(401, 'this login is over', 'Log in again.'); end if;
  end case;
  return ems.fn_session_answer(v_use.user_id, v_use.session_id, refresh.refresh_token is null, now());
end
$$;
comment on function api.refresh(text) is
  'Renews a login: a new access and a new refresh token for one refresh token, from the body or else from the cookie (then cookies come back). SA401: it is over, or the token was used before, which ends the login; SA409: used seconds ago by another tab.';
