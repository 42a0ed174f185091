create or replace function ems.fn_user_other(p_email text) returns void
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if ems.fn_user_find(p_email) = (select c.user_id from ems.fn_caller() as c) then
    raise exception 'this is your own account' using errcode = 'SA409', constraint = 'user_self', detail = format('email=%s', p_email),
      hint = 'Another administrator does that: so somebody is always left. The own password is changed with change_password.';
  end if;
end
$$;
comment on function ems.fn_user_other(text) is 'Refuses what nobody does to the own account: whoever manages accounts stays one who does. SA404: no such account; SA409.';
