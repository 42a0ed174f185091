-- What is incomplete or odd is kept whole and imported not at all.
begin;
select plan(23);
select test.house();
select test.house('home02');
insert into ems.site (site_id, name, time_zone, currency, country, market_code, latitude_deg, longitude_deg, fuse_a, export_limit_w)
values ('berlin', 'B', 'Europe/Berlin', 'EUR', 'DE', 'DE-LU', 52.5, 13.4, 35, 10000);
select is((select format('%s %s', status, changed) from test.price('2026-01-15', p_leave_out => 40)), 'quarantined 0', '95 prices of 96');
select is((select count(*)::int from ems.market_interval_price), 0, 'none of the 95 is imported');
select is((select format('%s %s %s', status, slots, length(body) > 100) from ems.price_document), 'quarantined 95 t', 'the document is kept, word for word');
select isnt((select reason from ems.price_document), null, 'with the reason');
select is(test.alerts('home01', 'price_quarantined') + test.alerts('home02', 'price_quarantined'), 2, 'every house of the market is told');
select is(test.alerts('berlin', 'price_quarantined'), 0, 'a house of another market is not');
select is((select status from test.price('2026-01-15', p_twice => 40)), 'quarantined', '97 prices: one product twice');
select is((select status from test.price('2026-01-15', p_leave_out => 40, p_twice => 41)), 'quarantined', '96 prices, but one product twice and one missing');
select is((select status from test.price('2026-01-15', p_minutes => 60)), 'quarantined', 'an hourly document where products are quarter-hours');
select is((select status from test.price('2025-09-30', p_minutes => 15)), 'quarantined', 'a quarter-hourly one where they were hours');
select is((select status from test.price('2026-01-15', 'case n when 7 then 5000.01 else 100 end')), 'quarantined', 'a price above the market''s range');
select is((select status from test.price('2026-01-15', 'case n when 7 then -600.01 else 100 end')), 'quarantined', 'a price below it');
select is((select status from test.price('2026-01-15', 'case n when 7 then ''NaN''::numeric else 100 end')), 'quarantined', 'a price that is no number');
select is((select status from test.price('2026-01-15', 'case n when 7 then null else 100 end')), 'quarantined', 'a price that is missing');
select is((select status from test.price('2026-01-15', p_problem => '{"row 12: two resolutions"}')), 'quarantined', 'a document the parser found odd, though its numbers look right');
select is((select status from ems.fn_import_price('CZ', 'ote', '2026-03-29', array(select '2026-03-28 23:00Z'::timestamptz + n * interval '15 min' from generate_series(0, 95) as n),
  array(select '2026-03-28 23:15Z'::timestamptz + n * interval '15 min' from generate_series(0, 95) as n), array(select 1.0 from generate_series(0, 95)), '{}', '96 on a short day', '2026-03-28 13:00Z')), 'quarantined', '96 prices on a day of 92');
select is((select status from ems.fn_import_price('CZ', 'ote', '2026-01-15', array(select '2026-01-15 00:00Z'::timestamptz + n * interval '15 min' from generate_series(0, 95) as n),
  array(select '2026-01-15 00:15Z'::timestamptz + n * interval '15 min' from generate_series(0, 95) as n), array(select 1.0 from generate_series(0, 95)), '{}', 'shifted', '2026-01-14 13:00Z')), 'quarantined', 'a day that starts at midnight UTC instead of Prague');
select is((select status from ems.fn_import_price('CZ', 'ote', '2026-01-15', '{2026-01-14 23:00Z}', '{2026-01-14 23:15Z}', '{1,2}', '{}', 'ragged', '2026-01-14 13:00Z')), 'quarantined', 'arrays of different lengths');
select is((select status from ems.fn_import_price('CZ', 'ote', '2026-01-15', '{}', '{}', '{}', '{}', '<html>Application is not available</html>', '2026-01-14 13:00Z')), 'quarantined', 'a page without prices');
select is((select count(*)::int from ems.market_interval_price), 0, 'after all that nothing is imported');
select is((select count(*)::int from ems.price_document where status = 'quarantined'), 14, 'and every document is kept');

select is((select status from test.price('2026-01-15')), 'accepted', 'then the right one comes');
select is(test.alerts('home01', 'price_quarantined', 'ote 2026-01-15'), 0, 'and ends the alert of its source and day');
select * from finish();
rollback;
