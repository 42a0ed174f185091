-- A forecast is taken whole or kept aside whole; an odd one never ends in an error of the database.
begin;
select plan(27);
select test.house();
create function pg_temp.take(p_ghi double precision[], p_temperature double precision[], p_dni double precision[] default '{}', p_dhi double precision[] default '{}', p_cloud double precision[] default '{}', p_pv double precision[] default '{}',
  p_starts timestamptz[] default '{2026-06-15 10:00Z,2026-06-15 10:15Z}', p_ends timestamptz[] default '{2026-06-15 10:15Z,2026-06-15 10:30Z}', p_provider text default 'open-meteo', p_problem text[] default '{}', p_at timestamptz default '2026-06-15 08:00Z') returns text
language plpgsql as $$
begin
  return (select i.status from ems.fn_import_forecast('home01', p_provider, p_at, null, p_starts, p_ends, p_ghi, p_dni, p_dhi, p_temperature, '{}', p_cloud, p_pv, '{}', '{}', p_problem, 'the answer', p_at) as i);
exception when others then
  return sqlstate;
end
$$;
select is(pg_temp.take('{500,510}', '{20,21}'), 'accepted', 'a good forecast is taken');
select is((select array_agg(ghi_w_m2::int order by starts_at) from ems.forecast_value), '{500,510}'::int[], 'its values are stored');
select is((select body from ems.forecast_run), null, 'the answer of a good one is not kept');
select is((select array_agg(dni_w_m2) from ems.forecast_value), '{NULL,NULL}'::real[], 'what the provider does not tell is NULL');
select is(pg_temp.take('{500,null}', '{20,21}'), 'accepted', 'a missing value is no fault');
select is(pg_temp.take('{0,1500}', '{-60,60}'), 'accepted', 'the ends of the ranges are plausible');
create temporary table taken as select count(*) as n from ems.forecast_value;

select is(pg_temp.take('{500,1501}', '{20,21}'), 'quarantined', 'global irradiance above 1500 W/m²');
select is(pg_temp.take('{500,-1}', '{20,21}'), 'quarantined', 'negative irradiance');
select is(pg_temp.take('{500,510}', '{20,21}', p_dni => '{10,1600}'), 'quarantined', 'beam irradiance above 1500 W/m²');
select is(pg_temp.take('{500,510}', '{20,21}', p_dhi => '{10,1600}'), 'quarantined', 'diffuse irradiance above 1500 W/m²');
select is(pg_temp.take('{500,510}', '{20,61}'), 'quarantined', 'a temperature of 61 °C');
select is(pg_temp.take('{500,510}', '{20,21}', p_cloud => '{10,101}'), 'quarantined', 'cloud cover of 101 %');
select is(pg_temp.take('{500,NaN}', '{20,21}'), 'quarantined', 'an irradiance that is no number');
select is(pg_temp.take('{500,510}', '{20,21}', p_starts => '{2026-06-15 10:00Z,2026-06-15 10:00Z}'), 'quarantined', 'one slot twice');
select is(pg_temp.take('{500,510}', '{20,21}', p_ends => '{2026-06-15 10:15Z,2026-06-15 10:15Z}'), 'quarantined', 'a slot without length');
select is(pg_temp.take('{500,510}', '{20,21}', p_ends => '{2026-06-15 10:15Z,2026-06-15 16:15Z}'), 'quarantined', 'a slot of six hours');
select is(pg_temp.take('{500,510,520}', '{20,21,22}'), 'quarantined', 'more values than slots');
select is(pg_temp.take('{}', '{}'), 'quarantined', 'a weather forecast without irradiance and temperature');
select is(pg_temp.take('{}', '{}', p_starts => '{}', p_ends => '{}'), 'quarantined', 'an empty one');
select is(pg_temp.take('{}', '{}', p_pv => '{100,-5}', p_provider => 'forecast-solar'), 'quarantined', 'negative power');
select is(pg_temp.take('{}', '{}', p_pv => '{100,NaN}', p_provider => 'forecast-solar'), 'quarantined', 'a power that is no number');
select is(pg_temp.take('{500,510}', '{20,21}', p_provider => 'forecast-solar'), 'quarantined', 'a PV forecast without power');
select is(pg_temp.take('{500,510}', '{20,21}', p_problem => '{"minutely_15 is not there"}'), 'quarantined', 'what the parser found odd');
select is((select count(*) from ems.forecast_value), (select n from taken), 'none of their values is stored');
select is((select count(*)::int from ems.forecast_run where status = 'quarantined' and body = 'the answer' and reason is not null), 17, 'each is kept with its answer and the reason');
select is(test.alerts('home01', 'forecast_quarantined', 'open-meteo') + test.alerts('home01', 'forecast_quarantined', 'forecast-solar'), 2, 'one alert for each provider');
select pg_temp.take('{500,510}', '{20,21}', p_at => '2026-06-15 09:00Z');
select is(test.alerts('home01', 'forecast_quarantined', 'open-meteo'), 0, 'which a good one ends');
select * from finish();
rollback;
