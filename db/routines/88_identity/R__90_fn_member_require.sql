create or replace function ems.fn_member_require(p_site_id text, p_role text) returns void
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_role text := ems.fn_member_role(p_site_id);
begin
  if v_role is null then
    raise exception 'there is no house %, or you are not of it', p_site_id using errcode = 'SA404', constraint = 'member_site',
      detail = format('site_id=%s', p_site_id), hint = 'Your houses stand in /api/v1/me.';
  end if;
  if ems.fn_role_rank(v_role) < ems.fn_role_rank(p_role) then
    raise exception 'this takes the role %, and you are % of house %', p_role, v_role, p_site_id using errcode = 'SA403', constraint = 'member_role',
      detail = format('site_id=%s role=%s required=%s', p_site_id, v_role, p_role), hint = 'Ask an administrator of the house (ems user member).';
  end if;
end
$$;
comment on function ems.fn_member_require(text, text) is 'First line of every door that changes a house: refuses callers who are not of it (SA404: whether it exists is not their business) or less than p_role there (SA403).';
