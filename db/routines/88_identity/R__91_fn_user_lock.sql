create or replace function ems.fn_user_lock(p_email text, p_locked boolean, p_at timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id uuid := ems.fn_user_find(p_email);
begin
  update ems.user_account set locked_at = case when p_locked then coalesce(locked_at, p_at) end where user_id = v_user_id;
end
$$;
comment on function ems.fn_user_lock(text, boolean, timestamptz) is 'Locks an account, whose logins and tokens work no more, or opens it again. SA404.';
