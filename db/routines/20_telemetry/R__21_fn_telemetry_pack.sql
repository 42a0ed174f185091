create or replace function ems.fn_telemetry_pack(p_at timestamptz) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_compressed boolean;
  v_week regclass;
  v_packed integer := 0;
begin
  if ems.fn_has_timescaledb() then
    execute format('select compression_enabled from timescaledb_information.hypertables where hypertable_schema = %L and hypertable_name = %L', 'ems', 'telemetry_frame') into v_compressed;
    if v_compressed then return 0; end if;
  end if;
  for v_week in select w.relation from ems.fn_telemetry_week(p_at - interval '48 hours') as w loop
    -- Nobody makes frames of what is packed meanwhile, or adds to what goes.
    perform pg_advisory_xact_lock(hashtextextended('ems.telemetry_frame', 0));
    execute format('lock table %s in share row exclusive mode', v_week);
    execute format($pack$
      insert into ems.telemetry_pack (site_id, device_id, starts_at, metric_id, suspect, measured_at, value)
      select site_id, device_id, date_bin('1 hour', measured_at, timestamptz 'epoch'), metric_id, coalesce(suspect, '{}'), array_agg(measured_at order by measured_at), array_agg(value order by measured_at)
      from %s group by 1, 2, 3, 4, 5 $pack$, v_week);
    execute format('drop table %s', v_week);
    v_packed := v_packed + 1;
  end loop;
  return v_packed;
end
$$;
comment on function ems.fn_telemetry_pack(timestamptz) is
  'Packs the weeks of raw telemetry that ended two days ago: the frames of an hour become one row of telemetry_pack, and the week''s partition goes. Returns how many weeks. Where TimescaleDB compresses there is nothing to do.';
