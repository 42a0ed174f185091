create or replace function api.user_list(p_site_id text default null)
returns table (email text, name text, role text, account_role text, locked boolean, last_login_at timestamptz, myself boolean)
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  v_caller constant uuid := (select p.user_id from ems.fn_person_require() as p);
  v_everywhere constant boolean := exists (select from ems.fn_caller() as c where c.account_role = 'admin' and c.role_rank >= ems.fn_role_rank('admin'));
begin
  if p_site_id is null then
    perform ems.fn_account_require('admin');
  elsif not v_everywhere then
    perform ems.fn_member_require(p_site_id, 'admin');
  end if;
  return query
  select a.email, a.name, case when ems.fn_role_rank(a.role) >= coalesce(ems.fn_role_rank(m.role), 0) then a.role else m.role end, a.role, a.locked_at is not null,
    case when v_everywhere then (select max(s.created_at) from ems.login_session as s where s.user_id = a.user_id) end, a.user_id = v_caller
  from ems.user_account as a left join ems.site_member as m on m.user_id = a.user_id and m.site_id = p_site_id
  where v_everywhere or a.role is not null or m.role is not null
  order by a.email;
end
$$;
comment on function api.user_list(text) is
  'People. An administrator of every house sees every account; one of this house those who are of it. role: what they are in the house (NULL: not of it), account_role: in every house; locked: nothing of it works; '
  'last_login_at: latest login by password that is remembered, for an administrator of every house; myself: the caller. SA401, SA403, SA404.';
