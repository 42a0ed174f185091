create or replace function api.configure(p_site_id text, p_document jsonb, p_dry_run boolean default true) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer jsonb;
begin
  perform ems.fn_member_require(p_site_id, 'installer');
  v_answer := ems.fn_request_begin('configure', jsonb_build_array(p_site_id, p_document, p_dry_run), now());
  if v_answer is not null then return v_answer; end if;
  return ems.fn_request_end(ems.fn_configure(p_site_id, p_document, coalesce(p_dry_run, true), now()));
end
$$;
comment on function api.configure(text, jsonb, boolean) is
  'Makes a house what a document of configuration() says, all or nothing; sections that are left out stay. Answers the changes; by default they are only told (p_dry_run). SA404; SA422 names the path of the key at fault; SA409: something with a history was left out.';
