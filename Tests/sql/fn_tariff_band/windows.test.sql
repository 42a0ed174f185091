-- Windows of low tariff are wall-clock times, by kind of day and season.
begin;
select plan(18);
select is((select array_agg(b order by h) from generate_series(0, 23) as h cross join lateral ems.fn_tariff_band('CEZ_EV_V1', '2026-01-15'::timestamp + h * interval '1 hour', 'CZ') as b),
  '{NT,NT,NT,NT,NT,NT,VT,NT,NT,VT,NT,NT,NT,VT,NT,NT,VT,NT,NT,NT,NT,NT,NT,NT}'::text[], 'D57d: low all day but 6, 9, 13 and 16 o''clock');
select is(ems.fn_tariff_band('CEZ_EV_V1', '2026-01-15 05:59:59', 'CZ'), 'NT', 'a second before six it is still low');
select is(ems.fn_tariff_band('CEZ_EV_V1', '2026-01-15 06:00', 'CZ'), 'VT', 'at six sharp it is high');
select is(ems.fn_tariff_band('CEZ_EV_V1', '2026-01-15 23:59:59.999', 'CZ'), 'NT', 'a window that ends at 24:00 holds to the end of the day');
select is_empty($$
  select w.window_code, count(*) from (select distinct window_code, source from ems.tariff_window where window_code like 'CEZ%') as w cross join generate_series(0, 95) as q
  where ems.fn_tariff_band(w.window_code, '2026-01-15'::timestamp + q * interval '15 min', 'CZ') = 'NT' group by w.window_code, w.source
  having count(*) <> 4 * case when w.source ~ 'D25d|D27d' then 8 when w.source ~ 'D35d' then 16 when w.source ~ 'D56d' then 21 else 20 end $$,
  'property: tables of 8-hour rates have 8 low hours a day, the others what the distributor promises');
select is((select array_agg(to_char(t, 'DY HH24:MI') order by t) from (select t, ems.fn_tariff_band('CZ_D61D', t, 'CZ') as b, lag(ems.fn_tariff_band('CZ_D61D', t, 'CZ')) over (order by t) as before from generate_series('2026-01-12'::timestamp, '2026-01-19', '15 min') as t) as s where b <> before),
  '{"FRI 12:00","SUN 22:00"}'::text[], 'D61d is low from Friday noon to Sunday 22:00');
select is(ems.fn_tariff_band(null, '2026-01-15 03:00', 'CZ'), 'VT', 'without a table everything is high');
select is(ems.fn_tariff_band('NO_SUCH', '2026-01-15 03:00', 'CZ'), 'VT', 'an unknown table has no windows');

insert into ems.tariff_window (window_code, band, day_class, month_from, month_to, starts, ends, source) values
  ('T', 'P1', 'all', 1, 12, '08:00', '12:00', 'test'), ('T', 'P2', 'workday', 1, 12, '08:00', '10:00', 'test'), ('T', 'P3', 'offday', 1, 12, '08:00', '10:00', 'test'), ('T', 'P4', 'friday', 1, 12, '08:00', '09:00', 'test'),
  ('T', 'P5', 'all', 4, 9, '20:00', '21:00', 'test');
select is(ems.fn_tariff_band('T', '2026-01-15 08:30', 'CZ'), 'P2', 'on a workday its windows win over those of all days');
select is(ems.fn_tariff_band('T', '2026-01-15 10:30', 'CZ'), 'P1', 'outside them those of all days hold');
select is(ems.fn_tariff_band('T', '2026-01-16 08:30', 'CZ'), 'P4', 'a named weekday wins over both');
select is(ems.fn_tariff_band('T', '2026-01-17 08:30', 'CZ'), 'P3', 'Saturday is an off-day');
select is(ems.fn_tariff_band('T', '2026-04-06 08:30', 'CZ'), 'P3', 'so is Easter Monday');
select is(ems.fn_tariff_band('T', '2026-04-06 08:30', 'DE'), 'P2', 'of another country''s holidays this house knows nothing');
select is(ems.fn_tariff_band('T', '2026-06-30 20:30', 'CZ'), 'P5', 'a window of the summer holds in summer');
select is(ems.fn_tariff_band('T', '2026-10-01 20:30', 'CZ'), 'VT', 'and not in October');

select set_eq($$ select day from ems.holiday where country = 'CZ' and extract(year from day) = 2026 $$,
  '{2026-01-01,2026-04-03,2026-04-06,2026-05-01,2026-05-08,2026-07-05,2026-07-06,2026-09-28,2026-10-28,2026-11-17,2026-12-24,2026-12-25,2026-12-26}'::date[], 'the thirteen Czech holidays of 2026');
select is_empty($$ select y, d from (values (2024, date '2024-03-31'), (2025, '2025-04-20'), (2027, '2027-03-28'), (2030, '2030-04-21'), (2038, '2038-04-25'), (2045, '2045-04-09')) as e (y, d)
  where not exists (select from ems.holiday where country = 'CZ' and day = d - 2) or not exists (select from ems.holiday where country = 'CZ' and day = d + 1) $$, 'Good Friday and Easter Monday of early and late years');
select * from finish();
rollback;
