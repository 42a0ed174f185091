create or replace function ems.fn_price_compose(
  p_site_id text, p_from timestamptz, p_to timestamptz, p_at timestamptz, p_distribution ems.site_distribution[], p_contract ems.supply_contract[]
)
returns table (
  starts_at timestamptz, ends_at timestamptz, buy_per_kwh numeric, sell_per_kwh numeric, spot_per_kwh numeric, commodity_per_kwh numeric,
  distribution_per_kwh numeric, levies_per_kwh numeric, vat_per_kwh numeric, band text, fx_rate numeric, fx_valid_on date,
  source text, known_at timestamptz
)
language plpgsql stable parallel safe security invoker set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  -- PL/pgSQL keeps the plan between calls: planning takes longer than the prices of a day
  return query
  with site as materialized (
    select s.site_id, s.time_zone, s.currency, s.country, s.market_code, m.currency as market_currency, make_interval(mins => s.slot_minutes) as width
    from ems.site as s join ems.market as m on m.market_code = s.market_code
    where s.site_id = p_site_id
  ), slot as materialized (
    select g.starts_at, g.starts_at + s.width as ends_at, g.starts_at at time zone s.time_zone as local_at
    from site as s
    cross join lateral (select date_bin(s.width, p_from, timestamptz 'epoch') as first) as f
    cross join lateral generate_series(f.first + case when f.first < p_from then s.width else interval '0' end, p_to - interval '1 microsecond', s.width) as g (starts_at)
  ), believed as materialized (
    -- the auction as it was known at p_at
    select p.starts_at, p.ends_at, p.price_per_mwh, p.source, p.known_at, avg(p.price_per_mwh) over (partition by date_bin('1 hour', p.starts_at, timestamptz 'epoch')) as hour_per_mwh
    from site as s
    join ems.market_interval_price as p on p.market_code = s.market_code
    where p.starts_at >= date_bin('1 hour', p_from, timestamptz 'epoch') and p.starts_at < p_to + interval '1 hour' and p.known_at <= p_at and p.superseded_at > p_at
  ), quoted as (
    -- slots shorter than products take theirs, longer ones the mean of what they hold
    select g.slot_at as starts_at, avg(b.price_per_mwh) as slot_per_mwh, avg(b.hour_per_mwh) as hour_per_mwh, min(b.source) as source, max(b.known_at) as known_at
    from site as s cross join believed as b
    cross join lateral generate_series(date_bin(s.width, b.starts_at, timestamptz 'epoch'), b.ends_at - interval '1 microsecond', s.width) as g (slot_at)
    group by g.slot_at
  ), day as materialized (
    select d.local_day, s.site_id, s.country, case when s.market_currency = s.currency then 1 else f.rate end as fx_rate, f.valid_on as fx_valid_on,
      e.vat, e.per_mwh / 1000 as levies, t.distributor, t.rate, t.window_code
    from site as s
    cross join (select distinct l.local_at::date as local_day from slot as l) as d
    left join lateral (
      select x.rate, x.valid_on from ems.fx_rate as x
      where x.base = s.market_currency and x.quote = s.currency and x.valid_on <= d.local_day and x.known_at <= p_at and x.superseded_at > p_at
      order by x.valid_on desc limit 1
    ) as f on true
    cross join lateral (
      -- what a state never asked for is nothing; what it asked for until yesterday, without a new rate, is not known
      select case when coalesce(bool_and(l.known), true) then coalesce(sum(l.value) filter (where l.levy = 'vat'), 0) end as vat,
        case when coalesce(bool_and(l.known), true) then coalesce(sum(l.value) filter (where l.levy <> 'vat'), 0) end as per_mwh
      from (
        select y.levy, sum(y.value) filter (where y.validity @> d.local_day) as value, bool_or(y.validity @> d.local_day) as known
        from ems.levy as y
        where y.country = s.country and y.unit in ('per_mwh', 'ratio') and lower(y.validity) <= d.local_day
        group by y.levy
      ) as l
    ) as e
    left join unnest(p_distribution) as t on t.validity @> d.local_day
  ), distribution as materialized (
    select y.local_day, p.band, p.price_per_mwh / 1000 as per_kwh
    from day as y join ems.distribution_price as p on p.distributor = y.distributor and p.rate = y.rate and p.validity @> y.local_day
  ), contract as materialized (
    select y.local_day, c.direction, c as terms
    from day as y join unnest(p_contract) as c on c.validity @> y.local_day
  ), off as materialized (
    select y.local_day, extract(isodow from y.local_day) >= 6 or exists (select from ems.holiday as h where h.country = y.country and h.day = y.local_day) as off from day as y
  ), banded as materialized (
    -- fn_tariff_band in place, for every slot at once
    select l.starts_at, l.ends_at, l.local_at, l.local_at::date as local_day, coalesce(d.band, 'VT') as band,
      case when (b.terms).window_code is not null then ems.fn_tariff_band((b.terms).window_code, l.local_at, y.country) else 'VT' end as contract_band
    from slot as l
    join day as y on y.local_day = l.local_at::date
    join off as o on o.local_day = y.local_day
    left join contract as b on b.local_day = y.local_day and b.direction = 'buy'
    left join lateral (
      select w.band from ems.tariff_window as w
      where w.window_code = y.window_code and extract(month from l.local_at) between w.month_from and w.month_to and l.local_at::time >= w.starts and l.local_at::time < w.ends
        and w.day_class in ('all', case when o.off then 'offday' else 'workday' end, trim(to_char(l.local_at, 'day')))
      order by case w.day_class when 'all' then 3 when 'workday' then 2 when 'offday' then 2 else 1 end limit 1
    ) as d on true
  ), priced as materialized (
    select l.starts_at, l.ends_at, l.local_day, l.band, l.contract_band, q.source, q.known_at, y.fx_rate, y.fx_valid_on, y.vat, y.levies, y.distributor, b.terms as buy, c.terms as sell,
      q.slot_per_mwh * y.fx_rate / 1000 as spot, case (b.terms).settlement_minutes when 60 then q.hour_per_mwh else q.slot_per_mwh end * y.fx_rate / 1000 as buy_spot,
      case (c.terms).settlement_minutes when 60 then q.hour_per_mwh else q.slot_per_mwh end * y.fx_rate / 1000 as sell_spot
    from banded as l
    join day as y on y.local_day = l.local_day
    left join quoted as q on q.starts_at = l.starts_at
    left join contract as b on b.local_day = y.local_day and b.direction = 'buy'
    left join contract as c on c.local_day = y.local_day and c.direction = 'sell'
  ), composed as (
    select p.starts_at, p.ends_at, p.source, p.known_at, p.fx_rate, p.fx_valid_on, p.vat, p.levies, p.band, p.spot, (p.sell).contract_id is not null as sells,
      case when p.distributor is null then 0 else coalesce(da.per_kwh, db.per_kwh) end as distribution,
      ems.fn_contract_price(p.buy, p.buy_spot, p.vat, p.contract_band) as buy_commodity, ems.fn_contract_price(p.sell, p.sell_spot, 0, p.contract_band) as sell_commodity
    from priced as p
    left join distribution as da on da.local_day = p.local_day and da.band = 'ALL'
    left join distribution as db on db.local_day = p.local_day and db.band = p.band
  )
  select starts_at, ends_at, round((buy_commodity + distribution + levies) * (1 + vat), 6),
    case when sells then round(sell_commodity, 6) else 0 end, round(spot, 6), round(buy_commodity, 6), round(distribution, 6), round(levies, 6),
    round((buy_commodity + distribution + levies) * vat, 6), band, fx_rate, fx_valid_on, source, known_at
  from composed
  where buy_commodity + distribution + levies + vat is not null and (sell_commodity is not null or not sells)
  order by starts_at;
end
$$;
comment on function ems.fn_price_compose(text, timestamptz, timestamptz, timestamptz, ems.site_distribution[], ems.supply_contract[]) is
  'fn_effective_price under given distribution rates and supply contracts, each valid on its days, instead of the site''s own: the one place where a price is put together.';
