create or replace view ems.vw_job with (security_invoker = true) as
select j.site_id, j.job, k.title, k.rank, j.enabled, case when k.every is null then array(select t from unnest(coalesce(j.local_times, k.local_times)) as t order by t) end as local_times, j.local_times is not null and k.every is null as own_times,
  extract(epoch from k.every)::integer as every_s, extract(epoch from k.delay)::integer as delay_s, case when j.enabled then ems.fn_job_next(j.site_id, j.job, now()) end as next_at,
  r.job_run_id, r.due_at, r.cause, r.author, r.state, r.attempt, r.retry_at, r.started_at, r.finished_at, r.duration_ms, r.progress, f.error, f.due_at as error_at
from ems.job as j
join ems.job_kind as k on k.job = j.job
left join lateral (select o.* from ems.job_run as o where o.site_id = j.site_id and o.job = j.job order by o.job_run_id desc limit 1) as r on true
left join lateral (select o.error, o.due_at from ems.job_run as o where o.site_id = j.site_id and o.job = j.job and o.due_at > now() - interval '168 hours' and o.error is not null order by o.due_at desc limit 1) as f on true;
select ems.fn_view_comment('ems.vw_job', 'Jobs of the houses: when they are due, how the latest run went, and when the next one comes.', '{ems.job,ems.job_kind,ems.job_run}',
  '{"local_times": "Wall-clock times in the site''s zone, those of the house or else the usual ones; NULL: it has a period.", "own_times": "The house has times of its own.", "every_s": "Period, s; NULL: it has times of day.",
    "delay_s": "Added to each due time of a period, s.", "next_at": "When it is due next; NULL: switched off.", "job_run_id": "Latest run; NULL, as all of it: none yet.",
    "error": "Why a run of the last seven days failed, the latest that did; it may have worked since.", "error_at": "When that one was due."}');
