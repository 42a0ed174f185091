-- The one guard of TimescaleDB: everything else asks fn_has_timescaledb. Where the extension is loaded but refuses to be made
-- (rights, licence), the house lives on plain PostgreSQL.
create function ems.fn_has_timescaledb() returns boolean
language sql stable parallel safe set search_path = pg_catalog, pg_temp
return exists (select from pg_catalog.pg_extension where extname = 'timescaledb');
comment on function ems.fn_has_timescaledb() is 'Whether this database has TimescaleDB: hypertables instead of native partitions.';

do $$
begin
  if current_setting('shared_preload_libraries') ~ '\mtimescaledb\M' and not ems.fn_has_timescaledb() then
    create extension timescaledb with schema public;
  end if;
exception when insufficient_privilege or feature_not_supported or undefined_file then
  raise notice 'TimescaleDB is loaded but cannot be created here (%), native partitions are used', sqlerrm;
end
$$;

-- One row per read of a device, its values in an array: 24 bytes a value instead of the 130 of a row each, so that a house
-- of 60 metrics keeps 90 days of raw values without compression (docs/decisions/0004-telemetry-frame.md).
do $$
begin
  execute format($table$
    create table ems.telemetry_frame (
      site_id     text not null,
      device_id   integer not null,
      measured_at timestamptz not null,
      metric_id   smallint[] not null,
      value       double precision[] not null,
      suspect     smallint[],
      constraint telemetry_frame_site_id_device_id_measured_at_pkey primary key (site_id, device_id, measured_at),
      constraint telemetry_frame_value_check check (cardinality(metric_id) = cardinality(value) and cardinality(value) > 0)
    ) %s $table$, case when ems.fn_has_timescaledb() then '' else 'partition by range (measured_at)' end);
  if ems.fn_has_timescaledb() then
    execute $hypertable$ select create_hypertable('ems.telemetry_frame', 'measured_at', chunk_time_interval => interval '7 days') $hypertable$;
    begin
      execute $compress$
        alter table ems.telemetry_frame set (timescaledb.compress, timescaledb.compress_segmentby = 'site_id, device_id');
        select add_compression_policy('ems.telemetry_frame', interval '8 days');
      $compress$;
    exception when feature_not_supported then
      raise notice 'this edition of TimescaleDB has no compression (%): chunks stay as they are', sqlerrm;
    end;
  end if;
end
$$;
comment on table ems.telemetry_frame is 'Raw telemetry: what one device said at one instant. Read it through vw_telemetry, one value a row.';
comment on column ems.telemetry_frame.site_id is 'House.';
comment on column ems.telemetry_frame.device_id is 'Device.';
comment on column ems.telemetry_frame.measured_at is 'When the device answered.';
comment on column ems.telemetry_frame.metric_id is 'Metrics, in the order of value.';
comment on column ems.telemetry_frame.value is 'Values in the metrics'' units; NULL: read failed.';
comment on column ems.telemetry_frame.suspect is 'Metrics whose value is implausible: kept, and seen by no decision.';

create table ems.telemetry_last (
  site_id     text not null,
  device_id   integer not null,
  metric_id   smallint not null,
  measured_at timestamptz not null,
  value       double precision not null,
  suspect     boolean not null,
  received_at timestamptz not null,
  constraint telemetry_last_site_id_device_id_metric_id_pkey primary key (site_id, device_id, metric_id),
  constraint telemetry_last_site_id_device_id_fkey foreign key (site_id, device_id) references ems.device (site_id, device_id) on delete cascade,
  constraint telemetry_last_metric_id_fkey foreign key (metric_id) references ems.metric (metric_id)
) with (fillfactor = 50);
comment on table ems.telemetry_last is 'The latest value of each metric of each device.';
comment on column ems.telemetry_last.site_id is 'House.';
comment on column ems.telemetry_last.device_id is 'Device.';
comment on column ems.telemetry_last.metric_id is 'Metric.';
comment on column ems.telemetry_last.measured_at is 'When the device answered.';
comment on column ems.telemetry_last.value is 'Value in the metric''s unit.';
comment on column ems.telemetry_last.suspect is 'True: implausible, seen by no decision.';
comment on column ems.telemetry_last.received_at is 'When it reached the database.';

create table ems.telemetry_aggregate (
  site_id   text not null,
  device_id integer not null,
  metric_id smallint not null,
  level     smallint not null,
  starts_at timestamptz not null,
  mean      double precision not null,
  lowest    double precision not null,
  highest   double precision not null,
  last      double precision not null,
  samples   integer not null,
  covered_s real not null,
  constraint telemetry_aggregate_key_pkey primary key (site_id, level, device_id, metric_id, starts_at),
  constraint telemetry_aggregate_level_check check (level in (1, 15, 60, 1440)),
  constraint telemetry_aggregate_lowest_check check (lowest <= highest),
  constraint telemetry_aggregate_samples_check check (samples >= 0),
  constraint telemetry_aggregate_covered_s_check check (covered_s >= 0)
) partition by list (level);
create table ems.telemetry_aggregate_1m partition of ems.telemetry_aggregate for values in (1);
create table ems.telemetry_aggregate_15m partition of ems.telemetry_aggregate for values in (15);
create table ems.telemetry_aggregate_1h partition of ems.telemetry_aggregate for values in (60);
create table ems.telemetry_aggregate_1d partition of ems.telemetry_aggregate for values in (1440);
comment on table ems.telemetry_aggregate is 'Telemetry over 1 minute, 15 minutes, 1 hour and the local day of the site. Suspect values are left out.';
comment on column ems.telemetry_aggregate.site_id is 'House.';
comment on column ems.telemetry_aggregate.device_id is 'Device.';
comment on column ems.telemetry_aggregate.metric_id is 'Metric.';
comment on column ems.telemetry_aggregate.level is 'Minutes: 1, 15, 60; 1440 is the local day, which has 23 to 25 hours.';
comment on column ems.telemetry_aggregate.starts_at is 'Start of the interval.';
comment on column ems.telemetry_aggregate.mean is 'Time-weighted mean over the covered part; no meaning for states.';
comment on column ems.telemetry_aggregate.lowest is 'Lowest value.';
comment on column ems.telemetry_aggregate.highest is 'Highest value.';
comment on column ems.telemetry_aggregate.last is 'Last value; for counters their reading at the end.';
comment on column ems.telemetry_aggregate.samples is 'Values measured within; 0 where one from before still held.';
comment on column ems.telemetry_aggregate.covered_s is 'Seconds for which a value was known: a value holds until the next one, at most for its metric''s max_age and never more than 15 minutes.';
comment on table ems.telemetry_aggregate_1m is 'One minute; kept for days.';
comment on table ems.telemetry_aggregate_15m is 'A quarter of an hour; kept for ever.';
comment on table ems.telemetry_aggregate_1h is 'An hour; kept for ever.';
comment on table ems.telemetry_aggregate_1d is 'A local day; kept for ever.';

create table ems.aggregator_state (
  site_id      text not null,
  device_id    integer not null,
  watermark_at timestamptz not null,
  reopened_at  timestamptz,
  audit_from   timestamptz,
  constraint aggregator_state_site_id_device_id_pkey primary key (site_id, device_id),
  constraint aggregator_state_site_id_device_id_fkey foreign key (site_id, device_id) references ems.device (site_id, device_id) on delete cascade
);
comment on table ems.aggregator_state is 'How far the aggregates of a device are right. Late data moves the mark back.';
comment on column ems.aggregator_state.site_id is 'House.';
comment on column ems.aggregator_state.device_id is 'Device.';
comment on column ems.aggregator_state.watermark_at is 'All aggregates that end up to here are final.';
comment on column ems.aggregator_state.reopened_at is 'When late data last moved the mark back.';
comment on column ems.aggregator_state.audit_from is 'The audit is to be filled again from here; NULL: nothing late since.';

create table ems.telemetry_refusal (
  site_id    text not null,
  reason     text not null,
  device     text not null,
  metric     text not null,
  refused    bigint not null,
  first_at   timestamptz not null,
  last_at    timestamptz not null,
  last_value double precision,
  constraint telemetry_refusal_key_pkey primary key (site_id, reason, device, metric),
  constraint telemetry_refusal_reason_check check (reason in ('unknown_device', 'unvalidated_device', 'unknown_metric', 'future', 'too_old'))
);
comment on table ems.telemetry_refusal is 'What was refused and why, counted; the values are not stored.';
comment on column ems.telemetry_refusal.site_id is 'House.';
comment on column ems.telemetry_refusal.reason is 'Why.';
comment on column ems.telemetry_refusal.device is 'Device name as sent.';
comment on column ems.telemetry_refusal.metric is 'Metric name as sent; empty where the whole device is refused.';
comment on column ems.telemetry_refusal.refused is 'How many values.';
comment on column ems.telemetry_refusal.first_at is 'First time.';
comment on column ems.telemetry_refusal.last_at is 'Latest time.';
comment on column ems.telemetry_refusal.last_value is 'Latest value.';

create table ems.retention (
  relation text not null,
  keep     interval not null,
  constraint retention_relation_pkey primary key (relation),
  constraint retention_keep_check check (keep >= interval '1 day')
);
comment on table ems.retention is 'How long each big table is kept; what is not here is kept for ever.';
comment on column ems.retention.relation is 'Table in schema ems.';
comment on column ems.retention.keep is 'Age at which rows go.';
