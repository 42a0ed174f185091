-- Rates that end within 30 days are told in time.
begin;
select plan(7);
select test.house();
update ems.site set time_zone = 'Europe/Prague' where site_id = 'home01';
select is(ems.fn_tariff_check('home01', '2026-12-01 22:59Z'), null, 'on the 1st of December all is known until the 31st');
select is(test.alerts('home01', 'tariff_ending'), 0, 'and nobody is told anything');
select matches(ems.fn_tariff_check('home01', '2026-12-01 23:00Z'), '^prices of \w+ D\d+d until 2026-12-31, the levy infrastructure of CZ until 2026-12-31, the levy system_services of CZ until 2026-12-31$',
  'on the 2nd, by the clock on the wall, the 1st of January has no rates: each is named with its last day');
select is(test.alerts('home01', 'tariff_ending'), 1, 'with an alert');
update ems.supply_contract set validity = '[2020-01-01,2026-12-11)' where site_id = 'home01' and direction = 'buy';
select matches(ems.fn_tariff_check('home01', '2026-12-05 12:00Z'), '^the contract to buy until 2026-12-10, ', 'a contract too, the first to end first');
insert into ems.levy (country, levy, validity, value, unit, source) select country, levy, '[2027-01-01,)', value, unit, 'test' from ems.levy where validity = '[2026-01-01,2027-01-01)';
insert into ems.distribution_price (distributor, rate, band, validity, price_per_mwh, source) select distributor, rate, band, '[2027-01-01,)', price_per_mwh, 'test' from ems.distribution_price where validity = '[2026-01-01,2027-01-01)';
update ems.supply_contract set validity = '[2020-01-01,)' where site_id = 'home01' and direction = 'buy';
select is(ems.fn_tariff_check('home01', '2026-12-05 12:00Z'), null, 'with the new rates all is known');
select is(test.alerts('home01', 'tariff_ending'), 0, 'and the alert is resolved');
select * from finish();
rollback;
