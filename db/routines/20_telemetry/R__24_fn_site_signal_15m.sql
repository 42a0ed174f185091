create or replace function ems.fn_site_signal_15m(p_site_id text, p_from timestamptz, p_to timestamptz)
returns table (signal text, starts_at timestamptz, mean double precision, last double precision, lowest double precision, highest double precision, covered real)
language sql stable parallel safe security invoker
begin atomic
  select s.signal, a.starts_at, sum(a.mean * s.factor), sum(a.last * s.factor),
    min(least(a.lowest * s.factor, a.highest * s.factor)), max(greatest(a.lowest * s.factor, a.highest * s.factor)), (min(a.covered_s) / 900)::real
  from ems.site_signal as s
  join ems.metric as m on m.metric = s.metric
  join ems.telemetry_aggregate_15m as a on a.site_id = s.site_id and a.level = 15 and a.device_id = s.device_id and a.metric_id = m.metric_id
  where s.site_id = p_site_id and a.starts_at >= p_from and a.starts_at < p_to
  group by s.signal, a.starts_at
  -- A sum with a part missing is missing.
  having count(*) = (select count(*) from ems.site_signal as w where w.site_id = p_site_id and w.signal = s.signal);
end;
comment on function ems.fn_site_signal_15m(text, timestamptz, timestamptz) is
  'Quantities of the house by quarter-hour: time-weighted mean, last value, extremes, covered share 0 to 1. No row where a part was not measured.';
