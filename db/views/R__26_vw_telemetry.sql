create or replace view ems.vw_telemetry with (security_invoker = true) as
select f.site_id, d.device, m.metric, f.measured_at, u.value, m.unit, coalesce(m.metric_id = any (f.suspect), false) as suspect
from ems.telemetry_frame as f
join ems.device as d on d.site_id = f.site_id and d.device_id = f.device_id
cross join unnest(f.metric_id, f.value) as u (metric_id, value)
join ems.metric as m on m.metric_id = u.metric_id
where u.value is not null;
select ems.fn_view_comment('ems.vw_telemetry', 'Raw telemetry of the last days, one value a row; past weeks are packed, fn_telemetry reads both. Suspect values are marked, not left out.', '{}', '{
    "site_id": "House.",
    "device": "Device.",
    "metric": "Metric.",
    "measured_at": "When the device answered.",
    "value": "Value in unit.",
    "unit": "Unit.",
    "suspect": "True: implausible."
  }');
