create or replace function ems.fn_identity_secret(out secret text, out audience text)
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
  select s.secret, s.audience from ems.identity_setting as s;
$$;
comment on function ems.fn_identity_secret() is 'What tokens are signed with and whom they are for: `ems serve` reads it at its start and checks tokens with it.';
