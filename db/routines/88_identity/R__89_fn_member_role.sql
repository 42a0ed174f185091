create or replace function ems.fn_member_role(p_site_id text) returns text
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_caller record;
  v_rank integer;
begin
  if coalesce(current_setting('request.jwt.claims', true), '') = '' then
    return case when session_user <> 'authenticator' and exists (select from ems.site as s where s.site_id = p_site_id) then 'admin' end;
  end if;
  select * into v_caller from ems.fn_caller();
  select max(ems.fn_role_rank(r.role)) into v_rank
  from (
    select m.role from ems.site_member as m where m.site_id = p_site_id and m.user_id = v_caller.user_id
    union all select v_caller.account_role from ems.site as s where s.site_id = p_site_id
  ) as r;
  -- A token may be narrower than its account.
  -- (least() passes over NULL, which here is nobody)
  return case when v_rank is not null then (array['guest', 'operator', 'installer', 'admin'])[least(v_rank, coalesce(v_caller.role_rank, 0))] end;
end
$$;
comment on function ems.fn_member_role(text) is 'What the caller is in this house: guest, operator, installer or admin, no more than the token allows; NULL: not of this house. An SQL session without claims is admin.';
