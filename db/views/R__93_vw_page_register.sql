create or replace view ems.vw_page_register with (security_invoker = true) as
select s.site_id, r.device, r.point, r.access, r.space, r.address, r.path, r.encoding, r.scale, r.lowest, r.highest, r.poll, m.unit, m.description,
  coalesce(t.value, o.value) as value, coalesce(t.measured_at, o.read_at) as read_at, m.label ->> t.value::text as label, coalesce(t.suspect, false) as suspect, o.wanted, o.owner_value
from ems.site as s
cross join lateral ems.fn_device_register(s.site_id) as r
left join ems.metric as m on m.metric = r.point
left join ems.telemetry_last as t on t.site_id = s.site_id and t.device_id = r.device_id and t.metric_id = m.metric_id
left join ems.device_setting as o on o.site_id = s.site_id and o.device_id = r.device_id and o.point = r.point;
select ems.fn_view_comment('ems.vw_page_register', 'Every register of every device with what it held when it was last read, and for settings what is wanted and what the owner had.', '{ems.device_setting,ems.device_register,ems.device,ems.metric}', '{
  "device": "Device.", "point": "Metric or setting the register holds.", "unit": "Unit; NULL: a setting.", "description": "What the metric means; NULL: a setting.", "value": "Last value in its unit; NULL: not read yet.", "read_at": "When it was read.",
  "label": "For states: what the code means.", "suspect": "True: implausible."}');
