create or replace function ems.fn_telemetry_partition(p_from timestamptz, p_to timestamptz) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_week timestamptz;
  v_name text;
  v_made integer := 0;
begin
  if ems.fn_has_timescaledb() then return 0; end if;
  for v_week in
    -- 168 hours, not 7 days: a day of interval arithmetic is as long as the session's zone makes it
    select w from generate_series(date_bin('7 days', p_from, timestamptz '2024-01-01 00:00Z'), p_to, interval '168 hours') as w
  loop
    v_name := 'telemetry_frame_' || to_char(v_week at time zone 'UTC', 'YYYYMMDD');
    continue when to_regclass('ems.' || v_name) is not null;
    -- Two at once: the second waits and finds it (in the table, for to_regclass still looks into the session's cache).
    perform pg_advisory_xact_lock(hashtextextended('ems.telemetry_frame', 0));
    continue when exists (select from pg_catalog.pg_class where relname = v_name and relnamespace = 'ems'::regnamespace);
    execute format('create table ems.%I partition of ems.telemetry_frame for values from (%L) to (%L)', v_name, v_week, v_week + interval '168 hours');
    execute format('comment on table ems.%I is %L', v_name, 'Raw telemetry of one week.');
    v_made := v_made + 1;
  end loop;
  return v_made;
end
$$;
comment on function ems.fn_telemetry_partition(timestamptz, timestamptz) is
  'Makes the weekly partitions of raw telemetry that a range needs; returns how many were missing. Nothing to do with TimescaleDB.';
