create or replace function ems.fn_api_token_revoke(p_email text, p_name text, p_at timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id uuid := ems.fn_user_find(p_email);
begin
  update ems.api_token set revoked_at = p_at where user_id = v_user_id and name = p_name and revoked_at is null;
  if not found then
    raise exception '% has no token %', p_email, p_name using errcode = 'SA404', constraint = 'api_token_user_id_name_idx', hint = 'ems user list shows them.';
  end if;
end
$$;
comment on function ems.fn_api_token_revoke(text, text, timestamptz) is 'Ends a token of a program at once. SA404: there is none of that name.';
