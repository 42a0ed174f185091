create or replace function ems.fn_price_wanted(p_site_id text, p_day date, p_at timestamptz)
returns table (market_code text, time_zone text, currency text, day date, eic text, source text, rank smallint, complete boolean)
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
  select m.market_code, m.time_zone, m.currency, d.day, m.eic, c.source, c.rank, k.complete
  from ems.site as s
  join ems.market as m on m.market_code = s.market_code
  cross join lateral (select (p_at at time zone m.time_zone)::date as today, (p_at at time zone m.time_zone)::time as local_time) as n
  cross join lateral (
    select p_day as day where p_day is not null
    union select n.today where p_day is null
    -- tomorrow is not asked for before the auction can have spoken
    union select n.today + 1 where p_day is null and n.local_time >= time '12:50'
  ) as d
  cross join lateral (
    select coalesce(sum(p.ends_at - p.starts_at), interval '0') = max(b.ends_at - b.starts_at) as complete
    from ems.fn_day_bounds(d.day, m.time_zone) as b
    left join ems.market_interval_price as p on p.market_code = m.market_code and p.superseded_at = 'infinity' and p.starts_at >= b.starts_at and p.starts_at < b.ends_at
  ) as k
  join ems.price_source as c on c.market_code = m.market_code and c.enabled and c.source <> 'manual'
  where s.site_id = p_site_id
  order by d.day, c.rank;
$$;
comment on function ems.fn_price_wanted(text, date, timestamptz) is
  'Days whose prices a site wants, and whom to ask in which order: the given day, else today and, from 12:50 in the market''s zone, tomorrow. complete: they are all there already.';
