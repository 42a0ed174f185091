create or replace view ems.vw_plan with (security_invoker = true) as
-- each past slot as the plan then in force had it, the future as the plan now in force has it
select distinct on (i.site_id, i.starts_at) i.*, r.known_at
from ems.planning_run as r
join ems.vw_planning_interval as i on i.site_id = r.site_id and i.planning_run_id = r.planning_run_id
where r.accepted and r.known_at < i.ends_at and i.starts_at >= now() - interval '48 hours'
order by i.site_id, i.starts_at, r.known_at desc, r.planning_run_id desc;
select ems.fn_view_comment('ems.vw_plan', 'The plan as it is and was followed: from two days ago to the end of the plan in force, each slot from the plan that was in force when it ended.',
  '{ems.vw_planning_interval,ems.planning_run}');
