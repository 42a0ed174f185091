create or replace function ems.fn_jwt_sign(p_claims jsonb, p_secret text) returns text
language sql immutable parallel safe strict security invoker set search_path = pg_catalog, pg_temp
as $$
  -- RFC 7515: base64url without padding; base64 of PostgreSQL breaks lines.
  select s.signed || '.' || translate(encode(public.hmac(s.signed, p_secret, 'sha256'), 'base64'), E'+/=\n', '-_')
  from (
    select string_agg(translate(encode(convert_to(p.part, 'UTF8'), 'base64'), E'+/=\n', '-_'), '.' order by p.n) as signed
    from (values (1, '{"alg":"HS256","typ":"JWT"}'), (2, p_claims::text)) as p (n, part)
  ) as s;
$$;
comment on function ems.fn_jwt_sign(jsonb, text) is 'A JSON Web Token of these claims, signed with HS256 (RFC 7515, 7518).';
