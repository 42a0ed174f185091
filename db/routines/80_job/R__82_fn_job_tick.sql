create or replace function ems.fn_job_tick(p_site_id text, p_at timestamptz) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_made integer;
begin
  -- PL/pgSQL keeps the plan between calls
  with due as (
    select j.site_id, j.job, t.due_at, k.catch_up, k.retry_until, coalesce(k.every, interval '1 hour') as patience
    from ems.job as j join ems.job_kind as k on k.job = j.job join ems.fn_job_ticks(p_site_id, p_at) as t on t.job = j.job
    where j.site_id = p_site_id and j.enabled
  ), claimed as (
    -- one statement takes the tick: a second worker finds it taken
    update ems.job as j set tick_at = d.due_at
    from due as d
    where j.site_id = d.site_id and j.job = d.job and (j.tick_at is null or j.tick_at < d.due_at)
    returning j.site_id, j.job, d.due_at, d.catch_up, d.retry_until, d.patience
  ), made as (
    insert into ems.job_run (site_id, job, due_at, cause, author, state, give_up_at)
    select c.site_id, c.job, c.due_at, 'schedule', 'schedule', 'waiting', greatest(c.due_at, p_at) + c.retry_until
    from claimed as c
    where c.catch_up = 'latest' or c.due_at > p_at - c.patience / 2
    on conflict do nothing
    returning job
  ), known as (
    -- the latest plan left the battery out, and now it speaks: not a quarter of an hour later
    insert into ems.job_run (site_id, job, due_at, cause, author, state, give_up_at)
    select j.site_id, j.job, p_at, 'schedule', 'schedule', 'waiting', p_at + k.retry_until
    from ems.job as j join ems.job_kind as k on k.job = j.job
    where j.site_id = p_site_id and j.job = 'plan_rolling' and j.enabled
      and (select r.note ? 'battery' from ems.planning_run as r where r.site_id = p_site_id order by r.planning_run_id desc limit 1)
      and exists (select from ems.fn_site_signal(p_site_id, p_at) as g where g.signal = 'soc_pct' and g.fresh)
      and not exists (select from made where made.job like 'plan\_%')
      and not exists (select from ems.job_run as r where r.site_id = p_site_id and r.job like 'plan\_%' and (r.state in ('waiting', 'running') or r.due_at > p_at - interval '1 min'))
    on conflict do nothing
    returning 1
  )
  select count(*) into v_made from (select job from made union all select 'plan_rolling' from known) as m;
  return v_made;
end
$$;
comment on function ems.fn_job_tick(text, timestamptz) is
  'Makes a run for every job of a site that came due since its last tick: once, however many workers ask. After an outage only the newest missed tick counts (catch_up latest), or none (skip). A plan that left the battery out because it had not spoken is made again when it does. Returns how many were made.';
