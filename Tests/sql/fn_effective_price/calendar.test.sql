-- Days of 92 and 100 quarter-hours, every switch of the tariff at its instant, validities that end with the year; and the session's zone changes nothing.
begin;
select plan(19);
select test.house();
select test.fx('2025-01-01', 25);
select test.price(d) from unnest('{2026-03-28,2026-03-29,2026-10-24,2026-10-25,2025-12-31,2026-01-01}'::date[]) as d;
create function pg_temp.switch(p_day date) returns text language sql as $$
  select string_agg(format('%s %s', to_char(starts_at at time zone 'UTC', 'HH24:MI'), band), ', ' order by starts_at)
  from (select e.*, lag(e.band) over (order by e.starts_at) as before from ems.fn_day_bounds(p_day, 'Europe/Prague') as b cross join lateral ems.fn_effective_price('home01', b.starts_at, b.ends_at, '2027-01-01 00:00Z') as e) as s
  where band <> before $$;
create function pg_temp.slots(p_day date) returns integer language sql as $$
  select count(*)::integer from ems.fn_day_bounds(p_day, 'Europe/Prague') as b cross join lateral ems.fn_effective_price('home01', b.starts_at, b.ends_at, '2027-01-01 00:00Z') as e $$;

select is(pg_temp.slots('2026-03-29'), 92, 'the spring day has 92 prices');
select is(pg_temp.slots('2026-10-25'), 100, 'the autumn day has 100');
select is(pg_temp.slots('2026-01-01'), 96, 'an ordinary one 96');
select is(pg_temp.switch('2026-03-28'), '05:00 VT, 06:00 NT, 08:00 VT, 09:00 NT, 12:00 VT, 13:00 NT, 15:00 VT, 16:00 NT', 'D57d on the last winter day: an hour ahead of UTC');
select is(pg_temp.switch('2026-03-29'), '04:00 VT, 05:00 NT, 07:00 VT, 08:00 NT, 11:00 VT, 12:00 NT, 14:00 VT, 15:00 NT', 'on the day the clocks go forward: two hours');
select is(pg_temp.switch('2026-10-24'), '04:00 VT, 05:00 NT, 07:00 VT, 08:00 NT, 11:00 VT, 12:00 NT, 14:00 VT, 15:00 NT', 'on the last summer day: two hours');
select is(pg_temp.switch('2026-10-25'), '05:00 VT, 06:00 NT, 08:00 VT, 09:00 NT, 12:00 VT, 13:00 NT, 15:00 VT, 16:00 NT', 'on the day they go back: one');

-- a window over the hour that is skipped and the hour that comes twice: D27d, low from 2 to 6 and from 20 to 24
update ems.site_distribution set rate = 'D27d', window_code = 'CEZ_EMO_V1' where site_id = 'home01';
select is(pg_temp.switch('2026-03-29'), '01:00 NT, 04:00 VT, 18:00 NT', 'a window from 2 to 6 starts at 3, the clock''s next hour, in spring');
select is(pg_temp.switch('2026-10-25'), '00:00 NT, 05:00 VT, 19:00 NT', 'and holds through both hours of 2 o''clock in autumn');
select is((select count(*)::int from ems.fn_effective_price('home01', '2026-03-28 23:00Z', '2026-03-29 22:00Z', '2027-01-01 00:00Z') where band = 'NT'), 4 * 7, 'seven low hours on the short day');
select is((select count(*)::int from ems.fn_effective_price('home01', '2026-10-24 22:00Z', '2026-10-25 23:00Z', '2027-01-01 00:00Z') where band = 'NT'), 4 * 9, 'nine on the long one');

-- year's end: local midnight of 2026 is 23:00 UTC of 2025
update ems.site_distribution set rate = 'D57d', window_code = 'CEZ_EV_V1' where site_id = 'home01';
select is((select format('%s %s', distribution_per_kwh, levies_per_kwh) from ems.fn_effective_price('home01', '2025-12-31 22:45Z', '2025-12-31 23:00Z', '2027-01-01 00:00Z')), '0.206000 0.694220', 'the last slot of 2025: 206.00, and 170.92 + 495 + 28.30');
select is((select format('%s %s', distribution_per_kwh, levies_per_kwh) from ems.fn_effective_price('home01', '2025-12-31 23:00Z', '2025-12-31 23:15Z', '2027-01-01 00:00Z')), '0.116500 0.192540', 'the first one of 2026: 116.50, and 164.24 + 28.30');
select is((select round(buy_per_kwh, 4) from ems.fn_effective_price('home01', '2025-12-31 22:45Z', '2025-12-31 23:00Z', '2027-01-01 00:00Z')), 4.4773, 'a low-tariff kWh of 2025: (2.8 + 0.206 + 0.69422) × 1.21');
update ems.supply_contract set validity = '[2025-01-01,2026-01-01)' where site_id = 'home01' and direction = 'buy';
insert into ems.supply_contract (site_id, direction, validity, supplier, pricing, price_per_kwh, includes_vat) values ('home01', 'buy', '[2026-01-01,)', 'new', 'fixed', 1.21, true);
select is((select array_agg(commodity_per_kwh order by starts_at) from ems.fn_effective_price('home01', '2025-12-31 22:45Z', '2025-12-31 23:15Z', '2027-01-01 00:00Z')), '{2.8,1}'::numeric[], 'the contract changes at local midnight');

select is(test.answers($$ select extract(epoch from starts_at), extract(epoch from ends_at), buy_per_kwh, sell_per_kwh, vat_per_kwh, band, fx_valid_on, extract(epoch from known_at) from ems.fn_effective_price('home01', '2026-03-27 23:00Z', '2026-03-29 22:00Z', '2027-01-01 00:00Z') $$), 1,
  'spring: the same bytes whatever zone the session thinks in');
select is(test.answers($$ select extract(epoch from starts_at), extract(epoch from ends_at), buy_per_kwh, sell_per_kwh, vat_per_kwh, band, fx_valid_on, extract(epoch from known_at) from ems.fn_effective_price('home01', '2026-10-23 22:00Z', '2026-10-25 23:00Z', '2027-01-01 00:00Z') $$), 1,
  'autumn: the same');
select is(test.answers($$ select extract(epoch from starts_at), buy_per_kwh, band from ems.fn_effective_price('home01', '2025-12-31 20:00Z', '2026-01-01 04:00Z', '2027-01-01 00:00Z') $$), 1, 'the turn of the year: the same');
select test.house('home02', p_zone => 'Pacific/Kiritimati');
select is((select to_char(min(starts_at) filter (where band = 'VT') at time zone 'UTC', 'HH24:MI') from ems.fn_effective_price('home02', '2026-03-28 10:00Z', '2026-03-29 10:00Z', '2027-01-01 00:00Z')), '16:00',
  'a house at the other end of the world has its six o''clock at 16:00 UTC');
select * from finish();
rollback;
