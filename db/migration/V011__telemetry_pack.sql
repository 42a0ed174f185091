-- Where TimescaleDB does not compress: an hour of a device in one row, 8 bytes a value and less (docs/decisions/0004-telemetry-frame.md).
create table ems.telemetry_pack (
  site_id     text not null,
  device_id   integer not null,
  starts_at   timestamptz not null,
  metric_id   smallint[] not null,
  suspect     smallint[] not null,
  measured_at timestamptz[] not null,
  value       double precision[] not null,
  constraint telemetry_pack_key_pkey primary key (site_id, device_id, starts_at, metric_id, suspect),
  constraint telemetry_pack_value_check check (array_length(value, 1) = cardinality(measured_at) and array_length(value, 2) = cardinality(metric_id))
);
comment on table ems.telemetry_pack is 'Raw telemetry of past weeks, the frames of an hour in one row. fn_telemetry reads it, fn_telemetry_unpack makes frames of it again when late data comes.';
comment on column ems.telemetry_pack.site_id is 'House.';
comment on column ems.telemetry_pack.device_id is 'Device.';
comment on column ems.telemetry_pack.starts_at is 'Start of the hour.';
comment on column ems.telemetry_pack.metric_id is 'Metrics of these frames, in the order of a row of value.';
comment on column ems.telemetry_pack.suspect is 'Metrics whose value is implausible in all of these frames; {}: none.';
comment on column ems.telemetry_pack.measured_at is 'When the device answered, rising.';
comment on column ems.telemetry_pack.value is 'Values in the metrics'' units: a row for each instant, a column for each metric; NULL: read failed.';
