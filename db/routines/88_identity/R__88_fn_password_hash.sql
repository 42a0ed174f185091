create or replace function ems.fn_password_hash(p_password text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  -- bcrypt reads 72 bytes and no more: a longer one would be as good as its beginning.
  if p_password is null or length(p_password) < 10 or octet_length(p_password) > 72 then
    raise exception 'a password has 10 characters or more, and at most 72 bytes' using errcode = 'SA422', constraint = 'password_length',
      detail = format('characters=%s bytes=%s', length(p_password), octet_length(p_password)), hint = 'Four random words are easy to keep and hard to guess.';
  end if;
  return public.crypt(p_password, public.gen_salt('bf', (select s.bcrypt_work from ems.identity_setting as s)));
end
$$;
comment on function ems.fn_password_hash(text) is 'bcrypt of a password that is long enough. SA422: it is too short, or too long for bcrypt.';
