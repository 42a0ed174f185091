create or replace function api.override_list(p_site_id text) returns setof api.vw_override
language plpgsql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select from ems.site as s where s.site_id = p_site_id) then
    raise exception 'no site %', p_site_id using errcode = 'SA404';
  end if;
  return query select o.* from api.vw_override as o where o.site_id = p_site_id order by o.created_at desc, o.override_id desc limit 200;
end
$$;
comment on function api.override_list(text) is 'The latest 200 overrides of a house, newest first; in force where starts_at ≤ now < ends_at and cancelled_at is null. SA404.';
