-- A provider that brings nothing for six hours is told of; the last good forecast goes on.
begin;
select plan(6);
select test.house();
select test.weather('home01', '2026-06-15 06:00Z', '2026-06-17 06:00Z', p_dhi => '100', p_ghi => '100', p_at => '2026-06-15 06:00Z');
select ems.fn_forecast_failed('home01', 'open-meteo', '2026-06-15 08:05Z', 'HTTP 503', null, '2026-06-15 08:05Z');
select is(test.alerts('home01', 'forecast_stale'), 0, 'two hours without a new forecast are ordinary');
select ems.fn_forecast_failed('home01', 'open-meteo', '2026-06-15 12:05Z', 'HTTP 503', null, '2026-06-15 12:05Z');
select is(test.alerts('home01', 'forecast_stale', 'open-meteo'), 1, 'after six it is stale, and somebody is told');
select is((select format('%s %s', provider, known_at at time zone 'UTC') from ems.fn_pv_forecast('home01', '2026-06-15 13:00Z', '2026-06-15 13:15Z', '2026-06-15 13:00Z')), 'open-meteo 2026-06-15 06:00:00', 'it is used on, with its age');
select test.weather('home01', '2026-06-15 14:00Z', '2026-06-17 06:00Z', p_dhi => '100', p_ghi => '100', p_at => '2026-06-15 14:00Z');
select is(test.alerts('home01', 'forecast_stale'), 0, 'a new one ends the alert');
select is((select known_at from ems.fn_pv_forecast('home01', '2026-06-15 15:00Z', '2026-06-15 15:15Z', '2026-06-15 15:00Z')), '2026-06-15 14:00Z'::timestamptz, 'and is used from then on');
select ems.fn_forecast_failed('home01', 'forecast-solar', '2026-06-15 12:05Z', 'no answer', null, '2026-06-15 12:05Z');
select is(test.alerts('home01', 'forecast_stale', 'forecast-solar'), 1, 'one that never brought anything is stale from the first failure');
select * from finish();
rollback;
