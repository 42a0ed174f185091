create or replace function api.configuration(p_site_id text) returns json
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform ems.fn_member_require(p_site_id, 'installer');
  return (select json_object_agg(s.section, d.document -> s.section order by s.rank) from ems.fn_configuration(p_site_id) as d (document) join ems.fn_configuration_section() as s on d.document ? s.section);
end
$$;
comment on function api.configuration(text) is 'Everything about a house that a person decides, as one document; /api/v1/sites/{id}/configuration gives it as YAML. SA404.';
