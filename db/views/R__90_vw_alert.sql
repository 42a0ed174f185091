create or replace view ems.vw_alert with (security_invoker = true) as
select a.site_id, a.alert_id, a.code, c.source, c.severity, c.title, a.subject, a.message, a.detail, c.help, c.latched, a.state, a.occurrences, a.opened_at, a.last_seen_at, a.acknowledged_at, a.acknowledged_by,
  a.resolved_at, a.resolved_by
from ems.alert as a join ems.alert_code as c on c.code = a.code;
select ems.fn_view_comment('ems.vw_alert', 'Alerts with what they mean and what can be done.', '{ems.alert,ems.alert_code}');
