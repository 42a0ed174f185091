create or replace view ems.vw_device with (security_invoker = true) as
select d.site_id, d.device, m.class, d.device_model, m.vendor, m.name as model_name, d.gateway_id, g.host, g.port, d.unit_id, d.enabled, d.validated, d.validated_at, d.validated_by, d.first_seen_at, d.last_seen_at,
  d.serial_number, d.firmware_version, d.hardware_revision, d.control_state, m.note,
  (select sum(l.writes) from ems.write_ledger as l join ems.site as s on s.site_id = l.site_id
    where l.site_id = d.site_id and l.device_id = d.device_id and l.local_day = (now() at time zone s.time_zone)::date) as writes_today,
  (select max(l.writes) from ems.write_ledger as l join ems.site as s on s.site_id = l.site_id
    where l.site_id = d.site_id and l.device_id = d.device_id and l.local_day = (now() at time zone s.time_zone)::date) as most_writes_today,
  exists (select from ems.alert as a where a.site_id = d.site_id and a.code = 'device_silent' and a.subject = d.device and a.state <> 'resolved') as silent
from ems.device as d
join ems.device_model as m on m.device_model = d.device_model
join ems.gateway as g on g.site_id = d.site_id and g.gateway_id = d.gateway_id;
select ems.fn_view_comment('ems.vw_device', 'Devices of the houses, how they are reached, when they last answered and how much was written to them.', '{ems.device,ems.device_model,ems.gateway}',
  '{"model_name": "Model for people.", "writes_today": "Writes to all its registers in the site''s day; NULL: none.", "most_writes_today": "Writes to its most written register; the budget is 100.", "silent": "It does not answer."}');
