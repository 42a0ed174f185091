create or replace function ems.fn_pv_calibrate(p_site_id text, p_at timestamptz) returns integer
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with site as (
    select s.*, make_interval(mins => s.slot_minutes) as width from ems.site as s where s.site_id = p_site_id
  ), measured as (
    select a.starts_at, a.pv_wh, extract(hour from a.starts_at at time zone s.time_zone)::smallint as local_hour, s.width,
      -- half as much after three weeks
      0.5::double precision ^ (extract(epoch from p_at - a.starts_at)::double precision / 86400 / 21) as recency
    from site as s join ems.audit_interval as a on a.site_id = s.site_id
    where a.starts_at >= p_at - interval '1440 hours' and a.ends_at <= p_at and a.pv_wh is not null and not a.curtailed and a.covered > 0.9
  ), run as (
    -- for each slot the forecast that was the newest when the slot began
    select m.*, r.forecast_run_id
    from measured as m
    cross join lateral (
      select x.forecast_run_id from ems.forecast_run as x
      join ems.site_forecast as f on f.site_id = x.site_id and f.provider = x.provider
      where x.site_id = p_site_id and x.status = 'accepted' and x.known_at <= m.starts_at and x.known_at > m.starts_at - interval '24 hours' and f.rank = 1
      order by x.known_at desc limit 1
    ) as r
  ), pair as (
    -- what came for a forecast kWh, and how much that teaches
    select r.local_hour, r.pv_wh / f.wh as ratio, f.wh * r.recency as weight_wh
    from (select forecast_run_id, min(starts_at) as first, max(starts_at) as last from run group by forecast_run_id) as span
    cross join lateral ems.fn_pv_model(p_site_id, span.forecast_run_id, span.first, span.last + interval '1 microsecond') as e
    join run as r on r.forecast_run_id = span.forecast_run_id and r.starts_at = e.starts_at
    cross join lateral (select e.pv_w * extract(epoch from r.width)::double precision / 3600 as wh) as f
    where f.wh > 0
  ), ranked as (
    select p.*, (sum(p.weight_wh) over (order by p.ratio, p.weight_wh, p.local_hour rows unbounded preceding) - p.weight_wh / 2) / sum(p.weight_wh) over () as share,
      (sum(p.weight_wh) over (partition by p.local_hour order by p.ratio, p.weight_wh rows unbounded preceding) - p.weight_wh / 2) / sum(p.weight_wh) over (partition by p.local_hour) as hour_share
    from pair as p
  ), overall as (
    select coalesce(min(ratio) filter (where share >= 0.5), max(ratio), 1) as factor, coalesce(sum(weight_wh), 0) as weight_wh from ranked
  ), hourly as (
    select local_hour, coalesce(min(ratio) filter (where hour_share >= 0.5), max(ratio)) as factor, sum(weight_wh) as weight_wh from ranked group by local_hour
  ), written as (
    insert into ems.pv_calibration (site_id, known_at, local_hour, factor, weight)
    select p_site_id, p_at, h.local_hour,
      -- a prior of 5 kWh at the overall factor: one cloudy noon does not bend an hour
      greatest(0.2, least(2, (h.factor * h.weight_wh + 5000 * o.factor) / (h.weight_wh + 5000))), h.weight_wh / 1000
    from hourly as h cross join overall as o
    -- less than three good days teach nothing
    where o.weight_wh > 10000
    on conflict (site_id, known_at, local_hour) do update set (factor, weight) = row (excluded.factor, excluded.weight)
    returning 1
  )
  select count(*)::integer from written;
$$;
comment on function ems.fn_pv_calibrate(text, timestamptz) is
  'Learns a factor for each local hour from the last 60 days of uncurtailed, well measured slots against the forecasts known when they began: the weighted median of '
  'measured through forecast energy (of all factors the one with the least absolute error), recent days counting more, drawn to the median of all hours where an hour has little. Returns hours written; 0 while there is too little to learn from.';
