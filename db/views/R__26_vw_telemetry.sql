create or replace view ems.vw_telemetry with (security_invoker = true) as
select f.site_id, d.device, m.metric, f.measured_at, u.value, m.unit, coalesce(m.metric_id = any (f.suspect), false) as suspect
from ems.telemetry_frame as f
join ems.device as d on d.site_id = f.site_id and d.device_id = f.device_id
cross join unnest(f.metric_id, f.value) as u (metric_id, value)
join ems.metric as m on m.metric_id = u.metric_id
where u.value is not null;
comment on view ems.vw_telemetry is 'Raw telemetry, one value a row. Suspect values are marked, not left out.';
comment on column ems.vw_telemetry.site_id is 'House.';
comment on column ems.vw_telemetry.device is 'Device.';
comment on column ems.vw_telemetry.metric is 'Metric.';
comment on column ems.vw_telemetry.measured_at is 'When the device answered.';
comment on column ems.vw_telemetry.value is 'Value in unit.';
comment on column ems.vw_telemetry.unit is 'Unit.';
comment on column ems.vw_telemetry.suspect is 'True: implausible.';
