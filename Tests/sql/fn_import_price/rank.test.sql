-- The first source of the chain that delivers a complete day wins; a later one never replaces it.
begin;
select plan(10);
select is((select format('%s %s', status, changed) from test.price('2026-01-15', '80', '2026-01-14 13:00Z', 'energy-charts')), 'accepted 96', 'the second source fills a day the first has not');
select is((select format('%s %s', status, changed) from test.price('2026-01-15', '90', '2026-01-14 13:05Z', 'smard')), 'outranked 0', 'the third one changes nothing any more');
select is((select array_agg(distinct price_per_mwh::int) from ems.market_interval_price where superseded_at = 'infinity'), '{80}'::int[], 'its prices are not taken');
select is((select status from ems.price_document where source = 'smard'), 'outranked', 'its document is kept as outranked');
select is((select format('%s %s', status, changed) from test.price('2026-01-15', '100', '2026-01-14 14:00Z')), 'accepted 96', 'the first source replaces it when it comes');
select is((select format('%s %s', min(price_per_mwh)::int, min(source)) from ems.market_interval_price where superseded_at = 'infinity'), '100 ote', 'now its prices are believed');
select is((select format('%s %s', status, changed) from test.price('2026-01-15', '80', '2026-01-14 15:00Z', 'energy-charts')), 'outranked 0', 'the second source, asked again, is outranked');
select is((select status from ems.price_document where source = 'energy-charts'), 'accepted', 'its document stays what it was: its prices were in use');
select is((select format('%s %s', status, changed) from test.price('2026-01-16', '80', '2026-01-15 13:00Z', 'smard')), 'accepted 96', 'another day is another question');
select is((select status from test.price('2026-01-16', '999', '2026-01-15 13:30Z', p_leave_out => 1)), 'quarantined', 'a better source''s broken document does not push good prices out');
select * from finish();
rollback;
