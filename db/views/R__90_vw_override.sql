create or replace view ems.vw_override with (security_invoker = true) as
select o.site_id, o.override_id, d.device, o.kind, o.power_w, o.energy_wh, o.starts_at, o.ends_at, o.author, o.reason, o.created_at, o.cancelled_at, o.cancelled_by
from ems.override as o left join ems.device as d on d.site_id = o.site_id and d.device_id = o.device_id;
select ems.fn_view_comment('ems.vw_override', 'What people wanted instead of the plan.', '{ems.override,ems.device}');
