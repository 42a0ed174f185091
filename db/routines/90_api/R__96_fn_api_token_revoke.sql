create or replace function api.token_revoke(p_name text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform ems.fn_api_token_revoke(p.email, p_name, now()) from ems.fn_person_require() as p;
  return jsonb_build_object('name', p_name, 'revoked', true);
end
$$;
comment on function api.token_revoke(text) is 'Ends a token of the caller at once. SA401, SA403: a program asks; SA404: there is none of that name.';
