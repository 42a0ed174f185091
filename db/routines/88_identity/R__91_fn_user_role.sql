create or replace function ems.fn_user_role(p_email text, p_role text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id uuid := ems.fn_user_find(p_email);
begin
  if p_role is not null and ems.fn_role_rank(p_role) is null then
    raise exception 'there is no role %', p_role using errcode = 'SA422', constraint = 'user_account_role_check', hint = 'guest, operator, installer or admin.';
  end if;
  update ems.user_account set role = p_role where user_id = v_user_id;
end
$$;
comment on function ems.fn_user_role(text, text) is 'Gives an account a role in every house, those to come too; NULL: only what it is a member of. SA404, SA422.';
