create or replace view ems.vw_telemetry_15m_7d with (security_invoker = true) as
select a.site_id, d.device, m.metric, m.unit, a.starts_at, a.starts_at + interval '15 min' as ends_at, a.mean, a.lowest, a.highest, a.last, a.samples, a.covered_s
from ems.telemetry_aggregate_15m as a
join ems.device as d on d.site_id = a.site_id and d.device_id = a.device_id
join ems.metric as m on m.metric_id = a.metric_id
where a.level = 15 and a.starts_at >= now() - interval '168 hours';
select ems.fn_view_comment('ems.vw_telemetry_15m_7d', 'Telemetry of the last seven days by quarter-hour.', '{ems.telemetry_aggregate,ems.metric,ems.device}', '{"ends_at": "End of the interval, not included."}');
