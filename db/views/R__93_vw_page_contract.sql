create or replace view ems.vw_page_contract with (security_invoker = true) as
select c.site_id, c.contract_id, c.direction, lower(c.validity) as valid_from, upper(c.validity) as valid_to, c.validity @> (now() at time zone s.time_zone)::date as current, c.supplier, c.pricing, c.price_per_kwh, c.low_price_per_kwh,
  c.window_code, c.spot_factor, c.fee_per_kwh, c.negative_fee_per_kwh, c.lowest_per_kwh, c.highest_per_kwh, c.includes_vat, c.settlement_minutes, c.per_month, s.currency, (now() at time zone s.time_zone)::date as today
from ems.supply_contract as c join ems.site as s on s.site_id = c.site_id;
select ems.fn_view_comment('ems.vw_page_contract', 'Supply contracts of the houses, buying and selling.', '{ems.supply_contract,ems.site}',
  '{"valid_from": "First day.", "valid_to": "First day no longer; NULL: open.", "current": "It holds today, by the local date.", "today": "The local date."}');
