create or replace view ems.vw_site_effective_price with (security_invoker = true) as
select s.site_id, s.currency, e.*
from ems.site as s
cross join lateral ems.fn_effective_price(s.site_id, (date_trunc('day', now() at time zone s.time_zone) - interval '1 day') at time zone s.time_zone,
  (date_trunc('day', now() at time zone s.time_zone) + interval '2 days') at time zone s.time_zone, now()) as e;
select ems.fn_view_comment('ems.vw_site_effective_price', 'What a kWh costs and brings in, slot by slot, from yesterday to the end of tomorrow as far as prices are known.', '{ems.site,ems.market_interval_price}',
  '{"starts_at": "Start of the slot.", "ends_at": "End of the slot, not included.", "buy_per_kwh": "Price of an imported kWh with everything and VAT.", "sell_per_kwh": "Revenue of an exported kWh.", "spot_per_kwh": "Auction price.", "commodity_per_kwh": "With the supplier''s fee, without VAT.", "distribution_per_kwh": "Distribution of the band, without VAT.", "levies_per_kwh": "System services, renewables and tax, without VAT.", "vat_per_kwh": "Value-added tax.", "band": "VT high tariff, NT low tariff.", "fx_rate": "Exchange rate used.", "fx_valid_on": "Day of its fixing."}');
