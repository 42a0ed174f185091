create or replace function ems.fn_member_require(p_site_id text, p_role text) returns void
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if p_role is null or not exists (select from ems.site as s where s.site_id = p_site_id) then
    raise exception 'there is no house %, or you are not of it', p_site_id using errcode = 'SA404', constraint = 'member_site', detail = format('site_id=%s', p_site_id);
  end if;
end
$$;
comment on function ems.fn_member_require(text, text) is 'First line of every door that changes a house: refuses a house that is not there (SA404).';
