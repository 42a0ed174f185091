create or replace function api.token_make(p_name text, p_role text default 'guest', p_days integer default 90) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_person record;
  v_token text;
begin
  select * into v_person from ems.fn_person_require();
  if ems.fn_role_rank(p_role) > v_person.role_rank then
    raise exception 'a token is no more than its owner' using errcode = 'SA403', constraint = 'api_token_role', detail = format('role=%s', p_role), hint = 'Ask for a role you have.';
  end if;
  if p_days not between 1 and 3650 then
    raise exception 'a token lives a day to ten years, or until it is revoked' using errcode = 'SA422', constraint = 'api_token_expires_at_check', detail = format('days=%s', p_days), hint = 'null: until it is revoked.';
  end if;
  v_token := ems.fn_api_token_make(v_person.email, p_name, p_role, make_interval(days => p_days), now());
  perform ems.fn_answer_secret();
  return (select jsonb_build_object('name', t.name, 'role', t.role, 'expires_at', t.expires_at, 'token', v_token) from ems.api_token as t where t.user_id = v_person.user_id and t.name = p_name and t.revoked_at is null);
end
$$;
comment on function api.token_make(text, text, integer) is
  'A token of the caller for a program, answered this once: `Authorization: Bearer ems_…`. p_role: most it may be, no more than the caller; p_days: its life, null: until it is revoked. SA401, SA403, SA409: that name is taken, SA422.';
