create or replace function ems.fn_configuration_flat(p_document jsonb) returns table (path text, value jsonb)
language sql stable parallel safe set search_path = pg_catalog, pg_temp
as $$
  select e.path || '.' || c.key, c.value
  from ems.fn_configuration_section() as s
  cross join lateral (
    select 'site' as path, p_document -> 'site' as content where s.section = 'site' and jsonb_typeof(p_document -> 'site') = 'object'
    union all
    select format('%s[%s]', s.section, (select string_agg(i.content ->> k.name, ' ' order by k.n) from unnest(s.key) with ordinality as k (name, n))), i.content
    from jsonb_array_elements(case when s.section <> 'site' then p_document -> s.section end) as i (content)
  ) as e
  cross join lateral jsonb_each(e.content) as c;
$$;
comment on function ems.fn_configuration_flat(jsonb) is 'A configuration as one row a value, its path with the keys of lists in brackets: gateways[meter].port.';
