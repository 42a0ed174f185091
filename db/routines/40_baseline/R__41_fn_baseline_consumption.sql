create or replace function ems.fn_baseline_consumption(p_site_id text, p_from timestamptz, p_to timestamptz, p_at timestamptz)
returns table (starts_at timestamptz, mean_w double precision, p10_w double precision, p50_w double precision, p90_w double precision, level text, days integer)
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  with site as (
    select s.*, make_interval(mins => s.slot_minutes) as width, extract(epoch from make_interval(mins => s.slot_minutes))::integer as width_s
    from ems.site as s where s.site_id = p_site_id
  ), history as materialized (
    select h.load_w, h.temperature_c, h.starts_at, extract(epoch from h.local_at::time)::integer / s.width_s as slot_no, extract(isodow from h.local_at) as weekday,
      extract(isodow from h.local_at) >= 6 or d.day is not null as off, floor(extract(epoch from p_at - h.starts_at) / 86400)::integer as days_ago
    from site as s
    cross join lateral ems.fn_load_history(p_site_id, p_at - interval '840 hours', p_at, p_at) as h
    left join ems.holiday as d on d.country = s.country and d.day = h.local_at::date
  ), kind as (
    select off, avg(load_w) as mean_w from history group by off
  ), day as (
    -- level: how high its load was against days of its kind
    select h.days_ago, avg(h.load_w) / nullif(avg(k.mean_w), 0) as level, avg(h.temperature_c) as temperature_c, count(*) as slots
    from history as h join kind as k on k.off = h.off group by h.days_ago
  ), state as (
    -- how much was measured in the last two weeks, and how high the load has been of late
    select coalesce(sum(d.slots) filter (where d.days_ago < 14), 0) / (14 * 86400.0 / min(s.width_s)) as coverage,
      coalesce(sum(d.slots), 0) as slots, sum(d.level * exp(-d.days_ago / 1.5::double precision)) / nullif(sum(exp(-d.days_ago / 1.5::double precision)) filter (where d.level is not null), 0) as recent_level
    from site as s left join day as d on true
  ), target as (
    select g.starts_at, l.local_at, extract(epoch from l.local_at::time)::integer / s.width_s as slot_no, extract(isodow from l.local_at) as weekday,
      extract(isodow from l.local_at) >= 6 or d.day is not null as off, f.temperature_c, 1800.0::double precision / s.width_s as half_hour
    from site as s
    cross join lateral generate_series(date_bin(s.width, p_from, timestamptz 'epoch'), p_to - interval '1 microsecond', s.width) as g (starts_at)
    cross join lateral (select g.starts_at at time zone s.time_zone as local_at) as l
    left join ems.holiday as d on d.country = s.country and d.day = l.local_at::date
    left join (select avg(p.temperature_c) as temperature_c, (p.starts_at at time zone s2.time_zone)::date as day
      from site as s2 cross join lateral ems.fn_pv_forecast(p_site_id, p_from, p_to, p_at) as p group by day) as f on f.day = l.local_at::date
  ), neighbour as materialized (
    -- what was drawn within half an hour of that local time, weighed by kind of day, age, nearness and, where known, outdoor temperature
    select t.starts_at, h.days_ago, h.load_w * coalesce(sqrt(e.recent_level / nullif(y.level, 0)), 1) as load_w,
      -- (all in double precision: powers of numeric cost a hundred times as much)
      w.kind * (0.6::double precision * exp(-h.days_ago / 1.5::double precision) + 0.4::double precision * exp(-h.days_ago / 8::double precision)) * 0.2::double precision ^ (w.off_slots / t.half_hour) * w.warmth as weight,
      -- extremes need more cases: older days and further neighbours count more in them
      w.kind * exp(-h.days_ago / 14::double precision) * 0.7::double precision ^ (w.off_slots / t.half_hour) * w.warmth as wide_weight
    from target as t
    cross join state as e
    cross join lateral generate_series(t.slot_no - ceil(t.half_hour)::integer, t.slot_no + ceil(t.half_hour)::integer) as near (slot_no)
    join history as h on h.slot_no = near.slot_no
    join day as y on y.days_ago = h.days_ago
    cross join lateral (select abs(h.slot_no - t.slot_no) as off_slots,
      case when h.weekday = t.weekday and h.off = t.off then 1 when h.off = t.off then 0.8 else 0.15 end::double precision as kind,
      -- (a minus binds tighter than ^)
      coalesce(exp(-(((y.temperature_c - t.temperature_c) / 6) ^ 2)), 1) as warmth) as w
    where e.coverage >= 0.05
  ), ranked as (
    select n.starts_at, n.load_w, n.weight, n.wide_weight,
      (sum(n.weight) over o - n.weight / 2) / nullif(sum(n.weight) over (partition by n.starts_at), 0) as share,
      (sum(n.wide_weight) over o - n.wide_weight / 2) / nullif(sum(n.wide_weight) over (partition by n.starts_at), 0) as wide_share,
      sum(n.load_w * n.weight) over (partition by n.starts_at) / nullif(sum(n.weight) over (partition by n.starts_at), 0) as mean_w
    from neighbour as n
    window o as (partition by n.starts_at order by n.load_w, n.days_ago rows unbounded preceding)
  ), quantile as (
    select r.starts_at, min(r.mean_w) as mean_w,
      coalesce(max(r.load_w) filter (where r.wide_share <= 0.10), min(r.load_w)) as p10_w,
      coalesce(min(r.load_w) filter (where r.share >= 0.50), max(r.load_w)) as p50_w,
      coalesce(min(r.load_w) filter (where r.wide_share >= 0.90), max(r.load_w)) as p90_w
    from ranked as r group by r.starts_at
  ), learned as (
    -- the middle follows the last days, the extremes many: they stay in order
    select q.starts_at, q.mean_w, least(q.p10_w, q.p50_w) as p10_w, q.p50_w, greatest(q.p90_w, q.p50_w) as p90_w from quantile as q
  ), profile as (
    -- an ordinary household of 3.5 MWh a year, or this house's own mean where anything was measured
    select t.starts_at, p.factor * coalesce((select avg(h.load_w) from history as h), 400) as mean_w
    from target as t join ems.load_profile as p on p.weekend = t.off and p.local_hour = extract(hour from t.local_at)
  )
  select t.starts_at, coalesce(l.mean_w, p.mean_w), coalesce(l.p10_w, p.mean_w * 0.5), coalesce(l.p50_w, p.mean_w * 0.9), coalesce(l.p90_w, p.mean_w * 2),
    case when l.starts_at is null then case when e.slots > 0 then 'scaled_profile' else 'standard_profile' end
      when e.coverage >= 0.7 then 'similar_days' else 'few_days' end,
    (select count(*)::integer from day)
  from target as t
  cross join state as e
  join profile as p on p.starts_at = t.starts_at
  left join learned as l on l.starts_at = t.starts_at
  order by t.starts_at;
$$;
comment on function ems.fn_baseline_consumption(text, timestamptz, timestamptz, timestamptz) is
  'Expected load without car and heat pump, W by slot, as known at p_at: mean and 10th, 50th, 90th percentile of what was drawn within half an hour of the same local time in the last 35 days, '
  'weighed by weekday class, holiday, recency and outdoor temperature, and scaled towards the level of the last days. level says how well founded it is: similar_days (70 % of two weeks measured), '
  'few_days, scaled_profile (a standard shape at the measured mean), standard_profile (nothing measured: 400 W). Never NULL.';
