create or replace function api.my_sites() returns setof api.vw_site
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  select * from api.vw_site order by site_id;
$$;
comment on function api.my_sites() is 'The houses the caller may see.';
