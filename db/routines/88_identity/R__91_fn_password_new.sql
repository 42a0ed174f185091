create or replace function ems.fn_password_new() returns text
language sql volatile parallel unsafe security invoker set search_path = pg_catalog, pg_temp
as $$
  -- 20 hexadecimal digits in fives: 80 bits that can be read out and typed in
  select regexp_replace(encode(public.gen_random_bytes(10), 'hex'), '(.{5})(?=.)', '\1-', 'g');
$$;
comment on function ems.fn_password_new() is 'A random password of 80 bits, to be told to its owner, who changes it.';
