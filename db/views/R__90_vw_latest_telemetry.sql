create or replace view ems.vw_latest_telemetry with (security_invoker = true) as
select l.site_id, d.device, m.metric, l.value, m.unit, m.kind, m.label ->> l.value::text as label, l.measured_at, extract(epoch from now() - l.measured_at)::double precision as age_s,
  l.measured_at < now() - m.max_age as stale, l.suspect
from ems.telemetry_last as l
join ems.device as d on d.site_id = l.site_id and d.device_id = l.device_id
join ems.metric as m on m.metric_id = l.metric_id;
select ems.fn_view_comment('ems.vw_latest_telemetry', 'The latest value of every metric of every device, with its age.', '{ems.telemetry_last,ems.metric,ems.device}',
  '{"label": "For states: what the code means.", "age_s": "Age, s.", "stale": "Too old for decisions."}');
