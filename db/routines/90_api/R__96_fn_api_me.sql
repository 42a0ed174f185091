create or replace function api.me() returns jsonb
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_me jsonb;
begin
  select jsonb_build_object(
    'user', jsonb_build_object('user_id', a.user_id, 'email', a.email, 'name', a.name, 'language', a.language,
      'role', regexp_replace(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role', '^ems_', ''),
      'account_role', (array['guest', 'operator', 'installer', 'admin'])[case when a.role is not null then least(ems.fn_role_rank(a.role), c.role_rank) end]),
    'sites', (
      select coalesce(jsonb_agg(jsonb_build_object('site_id', s.site_id, 'name', s.name, 'role', ems.fn_member_role(s.site_id), 'time_zone', s.time_zone, 'currency', s.currency,
        'control_mode', s.control_mode, 'simulated', s.simulated) order by s.site_id), '[]')
      from ems.site as s where s.site_id = any (array(select ems.fn_member_site()))
    ))
  into v_me
  from ems.fn_caller() as c join ems.user_account as a on a.user_id = c.user_id;
  if v_me is null then
    raise exception 'nobody is logged in' using errcode = 'SA401', constraint = 'login', hint = 'Log in: POST /rest/rpc/login.';
  end if;
  return v_me;
end
$$;
comment on function api.me() is
  'Who the caller is (user_id, email, name, language, role: the highest this token allows, account_role: in every house, null: only in single ones) and the houses with the role in each. SA401: nobody, or a login that is over.';
