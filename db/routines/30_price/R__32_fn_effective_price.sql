create or replace function ems.fn_effective_price(p_site_id text, p_from timestamptz, p_to timestamptz, p_at timestamptz)
returns table (
  starts_at timestamptz, ends_at timestamptz, buy_per_kwh numeric, sell_per_kwh numeric, spot_per_kwh numeric, commodity_per_kwh numeric,
  distribution_per_kwh numeric, levies_per_kwh numeric, vat_per_kwh numeric, band text, fx_rate numeric, fx_valid_on date,
  source text, known_at timestamptz
)
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  select c.*
  from ems.fn_price_compose(p_site_id, p_from, p_to, p_at,
    array(select d from ems.site_distribution as d where d.site_id = p_site_id), array(select s from ems.supply_contract as s where s.site_id = p_site_id)) as c;
$$;
comment on function ems.fn_effective_price(text, timestamptz, timestamptz, timestamptz) is
  'What a bought kWh costs and a sold one brings in each slot of [p_from, p_to), in the site''s currency with VAT, as known at p_at: '
  'buy = (commodity with fee + distribution of the band + levies) × (1 + VAT); sell = commodity with fee, without VAT. Both may be negative, sell may exceed buy. '
  'No row where spot price, exchange rate, contract, distribution price or a levy''s new rate is missing. Without a sale contract selling brings 0.';
