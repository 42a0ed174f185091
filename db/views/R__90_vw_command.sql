create or replace view ems.vw_command with (security_invoker = true) as
select c.site_id, c.command_id, d.device, c.point, c.value, c.purpose, c.state, c.attempt, c.retry_of, c.author, c.reason, c.created_at, c.sent_at, c.acked_at, c.finished_at, c.expires_at, c.written,
  c.value_before, c.value_read, c.error, c.setpoint_id
from ems.command as c join ems.device as d on d.site_id = c.site_id and d.device_id = c.device_id;
select ems.fn_view_comment('ems.vw_command', 'Every write to a device: who wanted it and why, what the register held, and what was read back.', '{ems.command,ems.device}');
