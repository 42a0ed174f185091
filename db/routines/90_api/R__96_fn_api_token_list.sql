create or replace function api.token_list()
returns table (name text, role text, created_at timestamptz, expires_at timestamptz, last_used_at timestamptz, expired boolean)
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
  select t.name, t.role, t.created_at, t.expires_at, t.last_used_at, coalesce(t.expires_at <= now(), false)
  from ems.fn_person_require() as p join ems.api_token as t on t.user_id = p.user_id and t.revoked_at is null order by t.name;
$$;
comment on function api.token_list() is 'The caller''s tokens for programs that were not revoked; the tokens themselves are stored nowhere. SA401, SA403: a program asks.';
