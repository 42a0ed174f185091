create or replace function ems.fn_pv_forecast(p_site_id text, p_from timestamptz, p_to timestamptz, p_at timestamptz)
returns table (
  starts_at timestamptz, pv_w double precision, pv_p10_w double precision, pv_p90_w double precision, temperature_c double precision,
  provider text, forecast_run_id bigint, known_at timestamptz, basis text
)
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  with site as (
    select s.*, make_interval(mins => s.slot_minutes) as width from ems.site as s where s.site_id = p_site_id
  ), run as (
    -- the newest of each provider; the better provider's unless it is more than six hours older
    select f.provider, r.forecast_run_id, r.known_at,
      row_number() over (order by floor(extract(epoch from p_at - r.known_at) / 21600), f.rank) as preference
    from ems.site_forecast as f
    cross join lateral (
      select x.forecast_run_id, x.known_at from ems.forecast_run as x
      where x.site_id = p_site_id and x.provider = f.provider and x.status = 'accepted' and x.known_at <= p_at
      order by x.known_at desc, x.forecast_run_id desc limit 1
    ) as r
    where f.site_id = p_site_id and r.known_at > p_at - interval '120 hours'
  ), model as materialized (
    select m.starts_at, m.pv_w, m.pv_p10_w, m.pv_p90_w, m.temperature_c, r.provider, r.forecast_run_id, r.known_at, r.preference
    from run as r cross join lateral ems.fn_pv_model(p_site_id, r.forecast_run_id, p_from, p_to) as m
  ), modelled as (
    select distinct on (m.starts_at) m.* from model as m where m.pv_w is not null order by m.starts_at, m.preference
  ), air as (
    select distinct on (m.starts_at) m.starts_at, m.temperature_c from model as m where m.temperature_c is not null order by m.starts_at, m.preference
  ), factor as (
    select c.local_hour, c.factor from ems.pv_calibration as c
    where c.site_id = p_site_id and c.known_at = (select max(n.known_at) from ems.pv_calibration as n where n.site_id = p_site_id and n.known_at <= p_at)
  ), history as (
    -- no forecast for a slot: what the plant gave at that time on the last seven days
    select (a.starts_at at time zone s.time_zone)::time as local_time, avg(a.pv_wh) * 3600 / extract(epoch from s.width) as pv_w, avg(a.outdoor_c) as temperature_c
    from site as s join ems.audit_interval as a on a.site_id = s.site_id
    where a.starts_at >= p_at - interval '168 hours' and a.starts_at < p_at and a.pv_wh is not null and not a.curtailed and a.filled_at <= p_at
    group by local_time, s.width
  )
  select g.starts_at, coalesce(m.pv_w * coalesce(f.factor, 1), h.pv_w), m.pv_p10_w * coalesce(f.factor, 1), m.pv_p90_w * coalesce(f.factor, 1),
    coalesce(t.temperature_c, h.temperature_c), m.provider, m.forecast_run_id, m.known_at,
    case when m.pv_w is null then case when h.pv_w is null then 'none' else 'last_days' end when f.factor is null then 'forecast' else 'calibrated' end
  from site as s
  cross join lateral generate_series(date_bin(s.width, p_from, timestamptz 'epoch'), p_to - interval '1 microsecond', s.width) as g (starts_at)
  left join modelled as m on m.starts_at = g.starts_at
  left join air as t on t.starts_at = g.starts_at
  left join factor as f on f.local_hour = extract(hour from g.starts_at at time zone s.time_zone)
  left join history as h on h.local_time = (g.starts_at at time zone s.time_zone)::time
  order by g.starts_at;
$$;
comment on function ems.fn_pv_forecast(text, timestamptz, timestamptz, timestamptz) is
  'PV power and air temperature expected in each slot, as known at p_at, with the run they come from and its age (known_at). basis: calibrated, forecast (no calibration yet), '
  'last_days (no forecast: mean of the last seven days at that time), none (NULL).';
