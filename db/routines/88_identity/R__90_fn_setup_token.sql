create or replace function ems.fn_setup_token(p_at timestamptz) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_token text := ems.fn_token_new();
begin
  if exists (select from ems.user_account where role = 'admin' and locked_at is null and password_hash is not null) then return null; end if;
  update ems.identity_setting set setup_hash = sha256(convert_to(v_token, 'UTF8')), setup_expires_at = p_at + interval '24 hours';
  return v_token;
end
$$;
comment on function ems.fn_setup_token(timestamptz) is 'A new one-time token to make the first administrator with, good for 24 hours; the one before it works no more. NULL: there is an administrator.';
