create or replace function ems.fn_user_find(p_email text) returns uuid
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id uuid := (select a.user_id from ems.user_account as a where a.email = lower(btrim(p_email)));
begin
  if v_user_id is null then
    raise exception 'there is no account %', p_email using errcode = 'SA404', constraint = 'user_account_email', hint = 'ems user list shows them; ems user add makes one.';
  end if;
  return v_user_id;
end
$$;
comment on function ems.fn_user_find(text) is 'Account of an e-mail address. SA404: there is none.';
