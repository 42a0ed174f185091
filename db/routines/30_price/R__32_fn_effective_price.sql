create or replace function ems.fn_effective_price(p_site_id text, p_from timestamptz, p_to timestamptz, p_at timestamptz)
returns table (
  starts_at timestamptz, ends_at timestamptz, buy_per_kwh numeric, sell_per_kwh numeric, spot_per_kwh numeric, commodity_per_kwh numeric,
  distribution_per_kwh numeric, levies_per_kwh numeric, vat_per_kwh numeric, band text, fx_rate numeric, fx_valid_on date,
  source text, known_at timestamptz
)
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  with site as (
    select s.site_id, s.time_zone, s.currency, s.country, s.market_code, m.currency as market_currency, make_interval(mins => s.slot_minutes) as width
    from ems.site as s join ems.market as m on m.market_code = s.market_code
    where s.site_id = p_site_id
  ), slot as (
    select g.starts_at, g.starts_at + s.width as ends_at, g.starts_at at time zone s.time_zone as local_at, s.*
    from site as s
    cross join lateral generate_series(date_bin(s.width, p_from, timestamptz 'epoch') + case when date_bin(s.width, p_from, timestamptz 'epoch') < p_from then s.width else interval '0' end,
      p_to - interval '1 microsecond', s.width) as g (starts_at)
  ), quoted as (
    -- the price believed at p_at, as the mean over the slot, and over its hour for contracts that settle hourly
    select l.*, q.price as spot_per_mwh, h.price as hour_per_mwh, q.source, q.known_at
    from slot as l
    left join lateral (
      select avg(p.price_per_mwh) as price, min(p.source) as source, max(p.known_at) as known_at
      from ems.market_interval_price as p
      where p.market_code = l.market_code and p.starts_at < l.ends_at and p.starts_at > l.ends_at - interval '1 hour' - l.width and p.ends_at > l.starts_at
        and p.known_at <= p_at and p.superseded_at > p_at
    ) as q on true
    left join lateral (
      select avg(p.price_per_mwh) as price
      from ems.market_interval_price as p
      where p.market_code = l.market_code and p.starts_at >= date_bin('1 hour', l.starts_at, timestamptz 'epoch')
        and p.starts_at < date_bin('1 hour', l.starts_at, timestamptz 'epoch') + interval '1 hour'
        and p.known_at <= p_at and p.superseded_at > p_at
    ) as h on true
  ), day as (
    select d.local_day, d.site_id, d.currency, d.country,
      case when d.market_currency = d.currency then 1 else f.rate end as fx_rate, f.valid_on as fx_valid_on,
      coalesce(v.value, 0) as vat, coalesce(e.per_mwh, 0) / 1000 as levies, t.distributor, t.rate, t.window_code
    from (select distinct q.local_at::date as local_day, q.site_id, q.currency, q.market_currency, q.country from quoted as q) as d
    left join lateral (
      select x.rate, x.valid_on from ems.fx_rate as x
      where x.base = d.market_currency and x.quote = d.currency and x.valid_on <= d.local_day and x.known_at <= p_at and x.superseded_at > p_at
      order by x.valid_on desc limit 1
    ) as f on true
    left join ems.levy as v on v.country = d.country and v.levy = 'vat' and v.validity @> d.local_day
    left join lateral (
      select sum(y.value) as per_mwh from ems.levy as y where y.country = d.country and y.unit = 'per_mwh' and y.validity @> d.local_day
    ) as e on true
    left join ems.site_distribution as t on t.site_id = d.site_id and t.validity @> d.local_day
  ), composed as (
    select q.starts_at, q.ends_at, q.source, q.known_at, y.fx_rate, y.fx_valid_on, y.vat, y.levies, k.band,
      q.spot_per_mwh * y.fx_rate / 1000 as spot,
      buy.price as buy_commodity, sell.price as sell_commodity, has.sells,
      case when y.distributor is null then 0 else dp.price_per_mwh / 1000 end as distribution
    from quoted as q
    join day as y on y.local_day = q.local_at::date
    cross join lateral (select ems.fn_tariff_band(y.window_code, q.local_at, q.country) as band) as k
    left join ems.distribution_price as dp on dp.distributor = y.distributor and dp.rate = y.rate and dp.validity @> q.local_at::date
      and dp.band = case when exists (select from ems.distribution_price as a
        where a.distributor = y.distributor and a.rate = y.rate and a.validity @> q.local_at::date and a.band = 'ALL') then 'ALL' else k.band end
    left join ems.supply_contract as b on b.site_id = q.site_id and b.direction = 'buy' and b.validity @> q.local_at::date
    left join ems.supply_contract as c on c.site_id = q.site_id and c.direction = 'sell' and c.validity @> q.local_at::date
    cross join lateral (select ems.fn_contract_price(b, case b.settlement_minutes when 60 then q.hour_per_mwh else q.spot_per_mwh end * y.fx_rate / 1000, y.vat, q.local_at, q.country) as price) as buy
    cross join lateral (select ems.fn_contract_price(c, case c.settlement_minutes when 60 then q.hour_per_mwh else q.spot_per_mwh end * y.fx_rate / 1000, 0, q.local_at, q.country) as price) as sell
    cross join lateral (select c.contract_id is not null as sells) as has
  )
  select starts_at, ends_at, round((buy_commodity + distribution + levies) * (1 + vat), 6),
    case when sells then round(sell_commodity, 6) else 0 end, round(spot, 6), round(buy_commodity, 6), round(distribution, 6), round(levies, 6),
    round((buy_commodity + distribution + levies) * vat, 6), band, fx_rate, fx_valid_on, source, known_at
  from composed
  where buy_commodity + distribution is not null and (sell_commodity is not null or not sells)
  order by starts_at;
$$;
comment on function ems.fn_effective_price(text, timestamptz, timestamptz, timestamptz) is
  'What a bought kWh costs and a sold one brings in each slot of [p_from, p_to), in the site''s currency with VAT, as known at p_at: '
  'buy = (commodity with fee + distribution of the band + levies) × (1 + VAT); sell = commodity with fee, without VAT. Both may be negative, sell may exceed buy. '
  'No row where spot price, exchange rate, contract or distribution price is missing. Without a sale contract selling brings 0.';
