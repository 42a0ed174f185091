create or replace function ems.fn_caller(out user_id uuid, out role_rank integer, out account_role text, out session_id uuid)
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_claims jsonb := nullif(current_setting('request.jwt.claims', true), '')::jsonb;
  v_uuid constant text := '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
begin
  if v_claims ->> 'sub' !~ v_uuid or v_claims ->> 'sid' !~ v_uuid or v_claims ->> 'tid' !~ v_uuid then return; end if;
  select a.user_id, ems.fn_role_rank(v_claims ->> 'role'), a.role, (v_claims ->> 'sid')::uuid
  into fn_caller.user_id, fn_caller.role_rank, fn_caller.account_role, fn_caller.session_id
  from ems.user_account as a
  where a.user_id = (v_claims ->> 'sub')::uuid and a.locked_at is null
    and not exists (select from ems.login_session as s where s.session_id = (v_claims ->> 'sid')::uuid and s.revoked_at is not null)
    and not exists (select from ems.api_token as t where t.api_token_id = (v_claims ->> 'tid')::uuid and t.revoked_at is not null);
end
$$;
comment on function ems.fn_caller() is
  'Account behind the claims of this transaction, the rank its token allows, its role in every house, and its login. NULLs: nobody, or an account that is locked, a login that is over, a token that was revoked.';
