create or replace function ems.fn_gateway_claim(p_worker text, p_at timestamptz, p_lease interval default '30 s')
returns table (
  site_id text, gateway_id text, protocol text, host text, port integer, connect_timeout_ms integer, response_timeout_ms integer,
  request_gap_ms integer, max_words smallint, idle_timeout_s integer, secret_name text, tls boolean
)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  -- PL/pgSQL keeps the plan between calls
  return query
  with free as (
    select g.site_id, g.gateway_id
    from ems.gateway as g
    where (g.owner_worker = p_worker or g.owner_until is null or g.owner_until < p_at)
      and exists (select from ems.device as d where d.site_id = g.site_id and d.gateway_id = g.gateway_id and d.enabled)
    order by g.site_id, g.gateway_id
    for update skip locked
  )
  update ems.gateway as g
  set owner_worker = p_worker, owner_until = p_at + p_lease
  from free as f, ems.gateway_model as m
  where g.site_id = f.site_id and g.gateway_id = f.gateway_id and m.gateway_model = g.gateway_model
  returning g.site_id, g.gateway_id, m.protocol, g.host, g.port, g.connect_timeout_ms, g.response_timeout_ms, g.request_gap_ms, g.max_words,
    g.idle_timeout_s, g.secret_name, g.tls;
end
$$;
comment on function ems.fn_gateway_claim(text, timestamptz, interval) is
  'Takes, or renews, every gateway that nobody else holds: one owner a connection. A worker that stops renewing loses its gateways after the lease.';
