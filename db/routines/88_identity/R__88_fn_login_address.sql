create or replace function ems.fn_login_address() returns inet
language plpgsql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
declare
  v_address inet;
begin
  v_address := nullif(nullif(current_setting('request.headers', true), '')::jsonb ->> 'x-ems-client-address', '')::inet;
  -- One household or attacker has a /64 of IPv6 addresses.
  return case when v_address is null then inet '0.0.0.0' when family(v_address) = 6 then network(set_masklen(v_address, 64))::inet else v_address end;
exception when invalid_text_representation then
  return inet '0.0.0.0';
end
$$;
comment on function ems.fn_login_address() is
  'From where this request comes: the header x-ems-client-address, which `ems serve` sets itself (and takes away from who sends it) by its rules of trusted proxies; of IPv6 the /64. 0.0.0.0: not known, as under another server.';
