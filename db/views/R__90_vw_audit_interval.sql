create or replace view ems.vw_audit_interval with (security_invoker = true) as
select a.*, s.currency, (a.starts_at at time zone s.time_zone)::date as day
from ems.audit_interval as a join ems.site as s on s.site_id = a.site_id;
select ems.fn_view_comment('ems.vw_audit_interval', 'Plan and truth of every past slot.', '{ems.audit_interval,ems.site}', '{"day": "Local day."}');
