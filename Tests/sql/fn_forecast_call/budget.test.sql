-- Calls of a provider are rationed in the database: a restart does not refill the budget.
begin;
select plan(16);
select test.house();
select test.house('home02');
create function pg_temp.calls(p_site text, p_provider text, p_from timestamptz, p_step interval, p_count integer) returns integer language sql as $$
  select count(*) filter (where c.allowed)::integer from generate_series(0, p_count - 1) as n cross join lateral ems.fn_forecast_call(p_site, p_provider, p_from + n * p_step) as c $$;
select is(pg_temp.calls('home01', 'solcast', '2026-01-15 08:00Z', '1 min', 10), 4, 'Solcast: four calls within an hour');
select is((select c.allowed from ems.fn_forecast_call('home01', 'solcast', '2026-01-15 08:59Z') as c), false, 'the fifth has to wait');
select isnt((select c.reason from ems.fn_forecast_call('home01', 'solcast', '2026-01-15 08:59Z') as c), null, 'and is told why');
select is((select count(*)::int from ems.forecast_call where provider = 'solcast'), 4, 'a call that was not allowed does not count');
select is((select c.allowed from ems.fn_forecast_call('home01', 'solcast', '2026-01-15 09:00:01Z') as c), true, 'an hour after the first there is room again');
select is(pg_temp.calls('home01', 'solcast', '2026-01-15 10:30Z', '40 min', 12), 5, 'ten a day and not one more');
select is((select c.allowed from ems.fn_forecast_call('home01', 'solcast', '2026-01-15 23:59Z') as c), false, 'until the day of the provider is over');
select is((select c.allowed from ems.fn_forecast_call('home01', 'solcast', '2026-01-16 00:00Z') as c), true, 'at midnight UTC a new budget begins');
select is((select c.allowed from ems.fn_forecast_call('home01', 'open-meteo', '2026-01-15 10:00Z') as c), true, 'another provider has a budget of its own');
select is((select c.allowed from ems.fn_forecast_call('home02', 'solcast', '2026-01-15 12:00Z') as c), true, 'another house too');
select is(pg_temp.calls('home01', 'open-meteo', '2026-02-01 00:00Z', '5 min', 288), 96, 'Open-Meteo: 96 a day');
select is((select max(n) from (select count(*) over (order by called_at range between interval '59 min 59 s' preceding and current row) as n from ems.forecast_call where provider = 'open-meteo' and site_id = 'home01') as w)::int, 12, 'never more than twelve within an hour');

select ems.fn_forecast_call('home01', 'forecast-solar', '2026-01-15 10:00Z');
select ems.fn_forecast_failed('home01', 'forecast-solar', '2026-01-15 10:00Z', 'HTTP 429', '2026-01-15 12:30Z', '2026-01-15 10:00:01Z');
select is((select outcome from ems.forecast_call where provider = 'forecast-solar'), 'HTTP 429', 'what came of a call is noted');
select is((select c.allowed from ems.fn_forecast_call('home01', 'forecast-solar', '2026-01-15 12:29Z') as c), false, 'a provider that asks for patience gets it');
select is((select c.allowed from ems.fn_forecast_call('home01', 'forecast-solar', '2026-01-15 12:30Z') as c), true, 'until its time has come');
select throws_ok($$ select ems.fn_forecast_call('home01', 'crystal_ball', '2026-01-15 12:30Z') $$, 'P0002', null, 'an unknown provider is refused');
select * from finish();
rollback;
