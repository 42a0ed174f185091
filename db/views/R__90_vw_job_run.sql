create or replace view ems.vw_job_run with (security_invoker = true) as
select r.site_id, r.job_run_id, r.job, k.title, r.due_at, r.cause, r.author, r.argument, r.state, r.worker, r.attempt, r.retry_at, r.started_at, r.finished_at, r.duration_ms, r.progress, r.result, r.error
from ems.job_run as r join ems.job_kind as k on k.job = r.job;
select ems.fn_view_comment('ems.vw_job_run', 'Runs of the jobs: when due, how long, what came of it.', '{ems.job_run,ems.job_kind}');
