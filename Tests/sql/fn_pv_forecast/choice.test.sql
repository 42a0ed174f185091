-- The best forecast there is, with its age; without one the last days; without those, nothing.
begin;
select plan(19);
select test.house();
delete from ems.pv_plane where site_id = 'home01';
insert into ems.pv_plane (site_id, plane, peak_w, tilt_deg, azimuth_deg) values ('home01', 'flat', 6000, 0, 0);
create function pg_temp.now(p_at timestamptz, p_slot timestamptz default '2026-06-15 12:00Z') returns text language sql as $$
  select format('%s %s %s', f.provider, round(f.pv_w), f.basis) from ems.fn_pv_forecast('home01', p_slot, p_slot + interval '15 min', p_at) as f $$;
select is(pg_temp.now('2026-06-15 06:00Z'), '  none', 'nothing known, nothing expected: NULL, not 0');
select is((select count(*)::int from ems.fn_pv_forecast('home01', '2026-03-28 23:00Z', '2026-03-29 22:00Z', '2026-03-28 12:00Z')), 92, 'every slot has its row: 92 in spring');
select is((select count(*)::int from ems.fn_pv_forecast('home01', '2026-10-24 22:00Z', '2026-10-25 23:00Z', '2026-10-24 12:00Z')), 100, '100 in autumn');

-- what the plant gave on the last days
select test.past('home01', '2026-06-08 22:00Z', '2026-06-14 22:00Z', p_pv_w => 'extract(hour from local_at) * 100', p_outdoor_c => '17');
select is(pg_temp.now('2026-06-15 06:00Z'), ' 1400 last_days', 'without a forecast the mean of the last days at that local time');
select is((select temperature_c from ems.fn_pv_forecast('home01', '2026-06-15 12:00Z', '2026-06-15 12:15Z', '2026-06-15 06:00Z')), 17::double precision, 'and their temperature');
update ems.audit_interval set curtailed = true, pv_wh = 0 where starts_at < '2026-06-13 22:00Z';
select is(pg_temp.now('2026-06-15 06:00Z'), ' 1400 last_days', 'days on which PV was held back teach nothing');

select test.weather('home01', '2026-06-15 00:00Z', '2026-06-17 00:00Z', '200', '0', '200', '18.16', '2026-06-15 06:00Z');
select is(pg_temp.now('2026-06-15 06:00Z'), 'open-meteo 1080 forecast', 'a forecast is better');
select is(pg_temp.now('2026-06-15 05:59Z'), ' 1400 last_days', 'but was not known before it came');
select test.weather('home01', '2026-06-15 00:00Z', '2026-06-17 00:00Z', '400', '0', '400', '11.32', '2026-06-15 08:00Z');
select is(pg_temp.now('2026-06-15 08:00Z'), 'open-meteo 2160 forecast', 'of one provider the newest');
select is(pg_temp.now('2026-06-15 07:00Z'), 'open-meteo 1080 forecast', 'asked as of then, the one known then');
select test.weather('home01', '2026-06-15 00:00Z', '2026-06-17 00:00Z', p_ghi => 'null', p_temperature => 'null', p_at => '2026-06-15 10:00Z', p_provider => 'forecast-solar', p_pv => '999');
select is(pg_temp.now('2026-06-15 10:00Z'), 'open-meteo 2160 forecast', 'of two providers the better one');
select is(pg_temp.now('2026-06-15 15:00Z', '2026-06-15 18:00Z'), 'forecast-solar 999 forecast', 'unless it is older by more than six hours');
select is((select temperature_c::numeric(6, 2) from ems.fn_pv_forecast('home01', '2026-06-15 18:00Z', '2026-06-15 18:15Z', '2026-06-15 15:00Z')), 11.32, 'the temperature comes from who has one');
select is(pg_temp.now('2026-06-16 23:00Z', '2026-06-17 12:00Z'), ' 1400 last_days', 'beyond a forecast''s end the last days stand in');
select is((select count(*)::int from ems.fn_pv_forecast('home01', '2026-06-16 00:00Z', '2026-06-16 06:00Z', '2026-06-21 00:00Z') where provider is not null), 0, 'a forecast of five days ago is none');

insert into ems.pv_calibration (site_id, known_at, local_hour, factor, weight) select 'home01', '2026-06-15 09:00Z', h, 0.5, 10 from generate_series(0, 23) as h;
select is(pg_temp.now('2026-06-15 09:00Z'), 'open-meteo 1080 calibrated', 'what was learned is applied');
select is(pg_temp.now('2026-06-15 08:59Z'), 'open-meteo 2160 forecast', 'from when it was learned');
select test.house('home02');
select is((select distinct basis from ems.fn_pv_forecast('home02', '2026-06-15 12:00Z', '2026-06-15 13:00Z', '2026-06-15 10:00Z')), 'none', 'another house has other weather');
select test.past('home02', '2026-03-20 23:00Z', '2026-04-01 22:00Z', p_pv_w => 'extract(epoch from starts_at)::bigint % 3571');
select is(test.answers($$ select extract(epoch from starts_at), pv_w, basis from ems.fn_pv_forecast('home02', '2026-04-01 22:00Z', '2026-04-02 22:00Z', '2026-04-01 22:00Z') $$), 1, 'the same bytes whatever zone the session thinks in');
select * from finish();
rollback;
