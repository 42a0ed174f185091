create or replace function ems.fn_identity_adopt(p_secret text, p_audience text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if p_secret is not null and octet_length(p_secret) < 32 then
    raise exception 'the secret has % bytes; HS256 needs at least 32', octet_length(p_secret) using errcode = 'SA422', constraint = 'identity_setting_secret_check',
      hint = 'openssl rand -hex 32 makes one.';
  end if;
  update ems.identity_setting as s set secret = coalesce(p_secret, s.secret), audience = coalesce(p_audience, s.audience)
  where s.secret is distinct from coalesce(p_secret, s.secret) or s.audience is distinct from coalesce(p_audience, s.audience);
end
$$;
comment on function ems.fn_identity_adopt(text, text) is 'Takes over secret and audience from the settings of the server, so that what is signed here is what it accepts. NULL: as it was. SA422: too short.';
