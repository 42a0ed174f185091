create or replace function ems.fn_job_set(p_site_id text, p_job text, p_enabled boolean, p_local_times time[], p_at timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_times constant time[] := array(select distinct t from unnest(p_local_times) as t order by t);
  v_job record;
begin
  select j.enabled, k.every into v_job from ems.job as j join ems.job_kind as k on k.job = j.job where j.site_id = p_site_id and j.job = p_job for update of j;
  if not found then
    raise exception 'site % has no job %', p_site_id, p_job using errcode = 'SA404', constraint = 'job_site_id_job',
      hint = coalesce((select 'It has ' || string_agg(j.job, ', ' order by j.job) || '.' from ems.job as j where j.site_id = p_site_id), 'There is no such site.');
  end if;
  if v_times <> '{}' and v_job.every is not null then
    raise exception 'job % has a period and no time of day', p_job using errcode = 'SA422', constraint = 'job_local_times_check', detail = format('every=%s', v_job.every), hint = 'It can be switched off.';
  end if;
  if cardinality(v_times) > 24 or array_position(v_times, null) is not null then
    raise exception 'a job has up to 24 times a day' using errcode = 'SA422', constraint = 'job_local_times_check', detail = format('local_times=%s', v_times), hint = 'Such as 13:30; none at all: the usual ones.';
  end if;
  update ems.job set enabled = coalesce(p_enabled, enabled), local_times = case when p_local_times is null then local_times else nullif(v_times, '{}') end
  where site_id = p_site_id and job = p_job;
  if p_local_times is not null then
    -- a time that has passed today counts from tomorrow on
    update ems.job set tick_at = greatest(tick_at, ems.fn_job_due(p_site_id, p_job, p_at)) where site_id = p_site_id and job = p_job;
  end if;
  return (select jsonb_build_object('site_id', j.site_id, 'job', j.job, 'enabled', j.enabled, 'local_times', coalesce(j.local_times, nullif(k.local_times, '{}')), 'next_at', case when j.enabled then ems.fn_job_next(j.site_id, j.job, p_at) end)
    from ems.job as j join ems.job_kind as k on k.job = j.job where j.site_id = p_site_id and j.job = p_job);
end
$$;
comment on function ems.fn_job_set(text, text, boolean, time[], timestamptz) is
  'Switches a job of a house on or off, and sets its own wall-clock times ({}: the usual ones again); NULL leaves as it is. Answers the job with its next due time. SA404; SA422: a job with a period, or too many times.';
