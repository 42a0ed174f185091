create or replace function ems.fn_job_due(p_site_id text, p_job text, p_at timestamptz) returns timestamptz
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  select t.due_at from ems.fn_job_ticks(p_site_id, p_at) as t where t.job = p_job;
$$;
comment on function ems.fn_job_due(text, text, timestamptz) is 'The latest instant at or before p_at at which a job of a site is due, by the clock on its wall.';
