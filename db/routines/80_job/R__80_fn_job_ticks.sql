create or replace function ems.fn_job_ticks(p_site_id text, p_at timestamptz) returns table (job text, due_at timestamptz)
language sql stable parallel safe security invoker
begin atomic
  select k.job, case when k.every is not null then date_bin(k.every, p_at - k.delay, timestamptz '2024-01-01 00:00Z') + k.delay
    else (
      select max(t.due_at)
      from generate_series(-1, 0) as g (shift)
      cross join unnest(coalesce(j.local_times, k.local_times)) as w (local_time)
      -- a time that the clock skips in spring comes out an hour later, one that comes twice in autumn once: AT TIME ZONE picks one instant
      cross join lateral (select ((p_at at time zone s.time_zone)::date + g.shift + w.local_time) at time zone s.time_zone as due_at) as t
      where t.due_at <= p_at
    ) end
  from ems.site as s cross join ems.job_kind as k left join ems.job as j on j.site_id = s.site_id and j.job = k.job
  where s.site_id = p_site_id;
end;
comment on function ems.fn_job_ticks(text, timestamptz) is 'The latest instant at or before p_at at which each job of a site is due, by the clock on its wall.';
