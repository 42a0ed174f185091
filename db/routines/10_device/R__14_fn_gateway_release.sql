create or replace function ems.fn_gateway_release(p_worker text) returns integer
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with released as (
    update ems.gateway set owner_worker = null, owner_until = null where owner_worker = p_worker returning 1
  )
  select count(*)::integer from released;
$$;
comment on function ems.fn_gateway_release(text) is 'Gives all gateways of a worker back at once; returns how many.';
