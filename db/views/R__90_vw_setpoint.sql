create or replace view ems.vw_setpoint with (security_invoker = true) as
select s.site_id, s.setpoint_id, d.device, s.mode, s.parameter, s.author, s.reason, s.planning_run_id, s.override_id, s.starts_at, s.expires_at, s.ended_at,
  (select count(*) from ems.command as c where c.site_id = s.site_id and c.setpoint_id = s.setpoint_id)::integer as commands,
  (select count(*) from ems.command as c where c.site_id = s.site_id and c.setpoint_id = s.setpoint_id and c.state = 'verified')::integer as verified
from ems.setpoint as s join ems.device as d on d.site_id = s.site_id and d.device_id = s.device_id;
select ems.fn_view_comment('ems.vw_setpoint', 'What the devices are and were told to do, and why.', '{ems.setpoint,ems.device}', '{"commands": "Writes it took.", "verified": "Of these, verified."}');
