create or replace function ems.fn_account_require(p_role text) returns void
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_role text := (select c.account_role from ems.fn_caller() as c where ems.fn_role_rank(c.account_role) >= ems.fn_role_rank(p_role) and c.role_rank >= ems.fn_role_rank(p_role));
begin
  if v_role is null then
    raise exception 'this takes the role % in every house', p_role using errcode = 'SA403', constraint = 'account_role', detail = format('required=%s', p_role),
      hint = 'Ask an administrator of the installation (ems user list shows who is).';
  end if;
end
$$;
comment on function ems.fn_account_require(text) is 'First line of doors that are about no single house: refuses callers who are less than p_role in every house, or whose token is (SA403).';
