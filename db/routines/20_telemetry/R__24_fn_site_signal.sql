create or replace function ems.fn_site_signal(p_site_id text, p_at timestamptz)
returns table (signal text, value double precision, measured_at timestamptz, fresh boolean)
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  -- A quantity is known when every part of it is; its age is that of the oldest part.
  select s.signal, case when bool_and(l.value is not null) then sum(l.value * s.factor) end, min(l.measured_at),
    bool_and(coalesce(l.measured_at > p_at - m.max_age and l.measured_at <= p_at + interval '5 s', false))
  from ems.site_signal as s
  join ems.metric as m on m.metric = s.metric
  left join ems.telemetry_last as l on l.site_id = s.site_id and l.device_id = s.device_id and l.metric_id = m.metric_id and not l.suspect
  where s.site_id = p_site_id
  group by s.signal;
$$;
comment on function ems.fn_site_signal(text, timestamptz) is
  'Quantities of the house as last measured, signs as in site_signal. fresh is false where a part is missing, suspect or older than its metric''s max_age: decisions use fresh ones only.';
