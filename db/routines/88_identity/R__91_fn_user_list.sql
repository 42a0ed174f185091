create or replace function ems.fn_user_list() returns table (email text, name text, role text, sites text, has_password boolean, locked boolean, tokens text, last_login_at timestamptz)
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
  select a.email, a.name, a.role, (select string_agg(m.site_id || ' ' || m.role, ', ' order by m.site_id) from ems.site_member as m where m.user_id = a.user_id), a.password_hash is not null,
    a.locked_at is not null, (select string_agg(t.name || ' ' || t.role, ', ' order by t.name) from ems.api_token as t where t.user_id = a.user_id and t.revoked_at is null),
    (select max(s.created_at) from ems.login_session as s where s.user_id = a.user_id)
  from ems.user_account as a order by a.email;
$$;
comment on function ems.fn_user_list() is 'Accounts with their houses and tokens, for `ems user list`.';
