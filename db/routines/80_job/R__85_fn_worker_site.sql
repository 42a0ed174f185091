create or replace function ems.fn_worker_site()
returns table (site_id text, time_zone text, currency text, market_code text, control_mode text, phases smallint, nominal_voltage_v double precision, fuse_a double precision)
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
begin
  -- PL/pgSQL keeps the plan between calls
  return query
  select s.site_id, s.time_zone, s.currency, s.market_code, s.control_mode, s.phases, s.nominal_voltage_v, s.fuse_a from ems.site as s order by s.site_id;
end
$$;
comment on function ems.fn_worker_site() is 'The houses a worker looks after, with what its last-stage guard must know of them.';
