create or replace view ems.vw_planning_run with (security_invoker = true) as
select r.site_id, r.planning_run_id, r.type, r.known_at, r.horizon_from, r.horizon_to, r.status, r.accepted, r.verdict, r.note, r.cost, r.lower_bound, r.gap, r.self_consumption_cost, r.incumbent_run_id,
  r.incumbent_cost, r.author, s.currency,
  r.planning_run_id = (select c.planning_run_id from ems.planning_run as c where c.site_id = r.site_id and c.accepted order by c.known_at desc, c.planning_run_id desc limit 1) as current
from ems.planning_run as r join ems.site as s on s.site_id = r.site_id;
select ems.fn_view_comment('ems.vw_planning_run', 'Plans, with what they cost and what they were compared with.', '{ems.planning_run,ems.site}', '{"current": "The plan in force."}');
