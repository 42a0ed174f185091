create or replace function ems.fn_token_new() returns text
language sql volatile parallel unsafe security invoker set search_path = pg_catalog, pg_temp
as $$
  select translate(encode(public.gen_random_bytes(32), 'base64'), E'+/=\n', '-_');
$$;
comment on function ems.fn_token_new() is '256 random bits as base64url: nobody guesses it, so its SHA-256 is as good as a slow hash.';
