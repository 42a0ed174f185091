create or replace view ems.vw_market with (security_invoker = true) as
select m.market_code, m.name, m.time_zone, m.currency, left(m.market_code, 2) as country from ems.market as m;
select ems.fn_view_comment('ems.vw_market', 'Bidding zones a house can be in.', '{ems.market}', '{"country": "ISO 3166 country most of its houses are in."}');
