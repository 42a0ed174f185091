create or replace function ems.fn_price_outlook(p_site_id text, p_from timestamptz, p_to timestamptz, p_at timestamptz)
returns table (starts_at timestamptz, ends_at timestamptz, buy_per_kwh numeric, sell_per_kwh numeric, estimated boolean)
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  with site as (
    select s.*, make_interval(mins => s.slot_minutes) as width from ems.site as s where s.site_id = p_site_id
  ), known as materialized (
    select e.starts_at, e.ends_at, e.buy_per_kwh, e.sell_per_kwh from ems.fn_effective_price(p_site_id, p_from, p_to, p_at) as e
  ), past as materialized (
    -- looked at only where something is missing
    select e.starts_at, e.buy_per_kwh, e.sell_per_kwh, e.starts_at at time zone m.time_zone as local_at
    from (select s.time_zone from site as s
      where (select count(*) from known) < (select count(*) from generate_series(date_bin(s.width, p_from, timestamptz 'epoch'), p_to - interval '1 microsecond', s.width))) as m
    cross join lateral ems.fn_effective_price(p_site_id, p_from - interval '336 hours', p_to, p_at) as e
  ), slot as (
    select g.starts_at, g.starts_at + s.width as ends_at, g.starts_at at time zone s.time_zone as local_at
    from site as s cross join generate_series(date_bin(s.width, p_from, timestamptz 'epoch'), p_to - interval '1 microsecond', s.width) as g (starts_at)
  ), typical as (
    -- the same local time on days of the same kind, recent ones counting more
    select extract(isodow from k.local_at) >= 6 as weekend, k.local_at::time as local_time,
      sum(k.buy_per_kwh * w.weight) / sum(w.weight) as buy, sum(k.sell_per_kwh * w.weight) / sum(w.weight) as sell
    from past as k
    cross join lateral (select 1 / (1 + greatest(0, extract(epoch from p_from - k.starts_at) / 86400))::numeric as weight) as w
    group by weekend, local_time
  ), anyday as (
    select local_time, avg(buy) as buy, avg(sell) as sell from typical group by local_time
  )
  select l.starts_at, l.ends_at, round(coalesce(k.buy_per_kwh, t.buy, a.buy, n.buy), 6), round(coalesce(k.sell_per_kwh, t.sell, a.sell, n.sell), 6), k.starts_at is null
  from slot as l
  left join known as k on k.starts_at = l.starts_at
  left join typical as t on t.weekend = (extract(isodow from l.local_at) >= 6) and t.local_time = l.local_at::time
  left join anyday as a on a.local_time = l.local_at::time
  -- the hour a clock change leaves out: what stands next to it
  left join lateral (
    select o.buy, o.sell from anyday as o
    where k.starts_at is null and a.local_time is null and o.local_time between l.local_at::time - interval '1 hour' and l.local_at::time + interval '1 hour'
    order by abs(extract(epoch from o.local_time - l.local_at::time)), o.local_time limit 1
  ) as n on true
  where coalesce(k.buy_per_kwh, t.buy, a.buy, n.buy) is not null
  order by l.starts_at;
$$;
comment on function ems.fn_price_outlook(text, timestamptz, timestamptz, timestamptz) is
  'fn_effective_price with its missing slots filled by a typical day: the mean at the same local time on days of the same kind in the last 14 days, recent ones counting more; '
  'in an hour that no known day has (a clock change) its neighbour. estimated marks these. No row where there is no history either.';
