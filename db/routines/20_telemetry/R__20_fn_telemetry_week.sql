create or replace function ems.fn_telemetry_week(p_until timestamptz) returns table (relation regclass, starts_at timestamptz, ends_at timestamptz)
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if ems.fn_has_timescaledb() then
    return query execute format('select format(%L, chunk_schema, chunk_name)::regclass, range_start, range_end from timescaledb_information.chunks
      where hypertable_schema = %L and hypertable_name = %L and range_end <= %L order by 2', '%I.%I', 'ems', 'telemetry_frame', p_until);
  else
    return query select c.oid::regclass, b.starts_at, b.ends_at
      from pg_inherits as i
      join pg_class as c on c.oid = i.inhrelid
      cross join lateral pg_get_expr(c.relpartbound, c.oid) as e (bound)
      cross join lateral (select substring(e.bound from $re$FROM \('([^']+)'\)$re$)::timestamptz, substring(e.bound from $re$TO \('([^']+)'\)$re$)::timestamptz) as b (starts_at, ends_at)
      where i.inhparent = 'ems.telemetry_frame'::regclass and b.ends_at <= p_until
      order by b.starts_at;
  end if;
end
$$;
comment on function ems.fn_telemetry_week(timestamptz) is
  'The partitions of raw telemetry (with TimescaleDB: its chunks) that end at p_until or before, oldest first.';
