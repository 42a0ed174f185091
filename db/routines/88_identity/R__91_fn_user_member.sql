create or replace function ems.fn_user_member(p_email text, p_site_id text, p_role text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id uuid := ems.fn_user_find(p_email);
begin
  if not exists (select from ems.site where site_id = p_site_id) then
    raise exception 'there is no house %', p_site_id using errcode = 'SA404', constraint = 'site_member_site_id_fkey',
      hint = coalesce((select 'There are ' || string_agg(s.site_id, ', ' order by s.site_id) || '.' from ems.site as s), 'There is none yet.');
  end if;
  if p_role is null then
    delete from ems.site_member where site_id = p_site_id and user_id = v_user_id;
    return;
  end if;
  if ems.fn_role_rank(p_role) is null then
    raise exception 'there is no role %', p_role using errcode = 'SA422', constraint = 'site_member_role_check', hint = 'guest, operator, installer or admin.';
  end if;
  insert into ems.site_member (site_id, user_id, role) values (p_site_id, v_user_id, p_role) on conflict (site_id, user_id) do update set role = excluded.role;
end
$$;
comment on function ems.fn_user_member(text, text, text) is 'Makes an account a member of a house in that role, or with NULL no longer one. SA404: no such account or house; SA422: no such role.';
