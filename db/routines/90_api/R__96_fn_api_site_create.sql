create or replace function api.site_create(p_site_id text, p_document jsonb, p_dry_run boolean default false) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer jsonb;
begin
  perform ems.fn_account_require('installer');
  v_answer := ems.fn_request_begin('site_create', jsonb_build_array(p_site_id, p_document, p_dry_run), now());
  if v_answer is not null then return v_answer; end if;
  if p_site_id is null or p_site_id !~ '^[a-z0-9][a-z0-9_-]{0,31}$' then
    raise exception '% is no short name of a house', coalesce(p_site_id, 'NULL') using errcode = 'SA422', constraint = 'site_site_id_check', hint = 'Small letters and digits, 32 at most: home01.';
  end if;
  if exists (select from ems.site as s where s.site_id = p_site_id) then
    raise exception 'there is a house % already', p_site_id using errcode = 'SA409', constraint = 'site_site_id_pkey', hint = 'configure changes it.';
  end if;
  if jsonb_typeof(p_document -> 'site') is distinct from 'object' then
    raise exception 'a new house needs a section site' using errcode = 'SA422', constraint = 'configuration_shape', detail = 'path=site', hint = 'Its name, time_zone, currency, country, market_code, latitude_deg, longitude_deg, fuse_a, export_limit_w.';
  end if;
  return ems.fn_request_end(ems.fn_configure(p_site_id, p_document, coalesce(p_dry_run, false), now()), case when p_dry_run then 200 else 201 end, case when not coalesce(p_dry_run, false) then format('/api/v1/sites/%s/configuration', p_site_id) end);
end
$$;
comment on function api.site_create(text, jsonb, boolean) is
  'Makes a house of a document of configuration(), at least its section site: it observes, until somebody lets it act, and has every job. With p_dry_run nothing is made. Answers 201 and the changes. '
  'SA403: the caller is no installer in every house; SA409: it is there; SA422 names the path of the key at fault.';
