create or replace function ems.fn_configuration(p_site_id text) returns jsonb
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_section record;
  v_row jsonb;
  v_result jsonb := '{}';
begin
  for v_section in select * from ems.fn_configuration_section() order by rank loop
    -- A NULL is left out where that means the same when it is read back.
    execute format($q$
      select jsonb_agg(o.content order by o.content ->> %2$L, o.content::text)
      from ems.%1$I as r
      cross join lateral (
        select jsonb_object_agg(case c.key when 'device_id' then 'device' else c.key end, case c.key when 'device_id' then to_jsonb((select d.device from ems.device as d where d.site_id = $1 and d.device_id = (c.value #>> '{}')::integer)) else c.value end) as content
        from jsonb_each(to_jsonb(r)) as c
        where c.key <> all ($2 || '{site_id}'::text[])
          and (c.value <> 'null' or exists (select from pg_attribute as a where a.attrelid = 'ems.%1$I'::regclass and a.attname = c.key and a.atthasdef))
      ) as o
      where r.site_id = $1 $q$, v_section.relation, coalesce(v_section.key[1], 'name'))
    into v_row using p_site_id, v_section.hidden;
    v_result := v_result || case when v_section.section = 'site' then jsonb_build_object('site', v_row -> 0) when v_row is not null then jsonb_build_object(v_section.section, v_row) else '{}' end;
  end loop;
  return v_result;
end
$$;
comment on function ems.fn_configuration(text) is
  'Everything about a house that a person decides, as one document: {site: {…}, gateways: […], devices: […], …} with the columns of the tables under their names. No secret is in it, only where one lies. fn_configure reads it back.';
