-- From weather to power: numbers by hand, symmetry, and nothing made of nothing.
begin;
select plan(18);
select test.house();
delete from ems.pv_plane where site_id = 'home01';
insert into ems.pv_plane (site_id, plane, peak_w, tilt_deg, azimuth_deg) values ('home01', 'flat', 6000, 0, 0);
create function pg_temp.power(p_ghi text, p_dni text default 'null', p_dhi text default 'null', p_temperature text default '7.9', p_from timestamptz default '2026-06-21 11:00Z', p_to timestamptz default '2026-06-21 11:15Z', p_minutes integer default 15, p_pv text default 'null', p_provider text default 'open-meteo')
returns table (starts_at timestamptz, pv_w double precision) language plpgsql as $$
declare
  v_run bigint := (select w.forecast_run_id from test.weather('home01', p_from, p_to, p_ghi, p_dni, p_dhi, p_temperature, p_from, p_minutes, p_provider, p_pv) as w);
begin
  return query select m.starts_at, m.pv_w from ems.fn_pv_model('home01', v_run, p_from, p_to) as m;
end
$$;
-- diffuse light only: 500 W/m², cell at 7.9 + 0.0342 × 500 = 25 °C
select is((select round(pv_w::numeric, 3) from pg_temp.power('500', '0', '500')), 2700.000, '6 kWp × 0.5 × (1 − 0.10) at a cell temperature of 25 °C');
select is((select round(pv_w::numeric, 3) from pg_temp.power('500', '0', '500', '32.9')), 2430.000, '25 K warmer: 10 % less at −0.4 %/K');
select is((select round(pv_w::numeric, 3) from pg_temp.power('500', '0', '500', '-57.1')), 2970.000, 'the gain of a cold cell ends at 10 %');
select is((select round(pv_w::numeric, 3) from pg_temp.power('500', '0', '500', 'case when starts_at > ''2026-06-21 11:00Z'' then 20 end', p_to => '2026-06-21 11:30Z') order by starts_at limit 1), round(2700 * (1 - 0.004 * (15 + 17.1 - 25)), 3), 'without a temperature 15 °C stands in');
select is((select pv_w from pg_temp.power('0', '0', '0', '-5', '2026-06-21 23:00Z', '2026-06-21 23:15Z')), 0::double precision, 'at night there is none');
select is((select array_agg(round(pv_w::numeric, 3) order by starts_at) from pg_temp.power('case when starts_at > ''2026-06-21 11:00Z'' then 500 end', '0', '500', p_to => '2026-06-21 11:30Z')), '{NULL,2700.000}'::numeric[], 'where the irradiance is missing the power is missing, not 0');
update ems.pv_plane set ac_limit_w = 2000 where site_id = 'home01';
select is((select pv_w from pg_temp.power('500', '0', '500')), 2000::double precision, 'the plane''s inverter limits it');
select is((select array_agg(pv_w order by starts_at) from pg_temp.power('case when starts_at > ''2026-06-21 11:00Z'' then 500 end', '0', '500', p_to => '2026-06-21 11:30Z')), '{NULL,2000}'::double precision[], 'a limit does not make power of missing irradiance');
update ems.pv_plane set ac_limit_w = null where site_id = 'home01';

select is((select format('%s %s', count(*), round(avg(pv_w)::numeric, 3)) from pg_temp.power('500', '0', '500', p_to => '2026-06-21 12:00Z', p_minutes => 60)), '4 2700.000', 'an hour of forecast is four slots of the same power');
select is((select array_agg(pv_w) from pg_temp.power('null', p_temperature => 'null', p_to => '2026-06-21 12:00Z', p_minutes => 30, p_pv => '1234', p_provider => 'forecast-solar')), '{1234,1234,1234,1234}'::double precision[], 'a provider''s own power is taken as it is');

-- a clear June noon from global irradiance alone
delete from ems.pv_plane where site_id = 'home01';
insert into ems.pv_plane (site_id, plane, peak_w, tilt_deg, azimuth_deg) values ('home01', 'south', 10000, 35, 0);
select ok((select pv_w from pg_temp.power('900', p_temperature => '25')) between 7000 and 8600, 'clear noon on 10 kWp south: 900 W/m² give 7 to 8.6 kW');
select ok((select a.pv_w > 0.93 * b.pv_w and a.pv_w < 1.07 * b.pv_w from pg_temp.power('900', p_temperature => '25') as a cross join pg_temp.power('900', '880', '115', '25') as b), 'the split by Erbs is near what a clear sky really gives');
select ok((select pv_w from pg_temp.power('60', p_temperature => '10')) between 400 and 600, 'under clouds 60 W/m² give about what is diffuse');
select is_empty($$ select from pg_temp.power('10', p_temperature => '5', p_from => '2026-06-20 23:00Z', p_to => '2026-06-21 23:00Z') where pv_w > 10000 * 0.03 or pv_w is null $$, 'property: no hour turns 10 W/m² into a peak, low sun included');

-- east and west, mirrored about solar noon (11:04:20 UTC at 14.43° E on that day)
delete from ems.pv_plane where site_id = 'home01';
insert into ems.pv_plane (site_id, plane, peak_w, tilt_deg, azimuth_deg) values ('home01', 'east', 5000, 30, -90);
create temporary table east as select * from pg_temp.power('600', '700', '100', '20', '2026-06-21 04:00Z', '2026-06-21 18:15Z');
update ems.pv_plane set plane = 'west', azimuth_deg = 90;
create temporary table west as select * from pg_temp.power('600', '700', '100', '20', '2026-06-21 04:00Z', '2026-06-21 18:15Z');
select is_empty($$ select e.starts_at, e.pv_w, w.pv_w from east as e join west as w on w.starts_at = '2026-06-21 22:00Z'::timestamptz - (e.starts_at - '2026-06-21 00:00Z'::timestamptz) where abs(e.pv_w - w.pv_w) > 0.02 * 5000 $$, 'a roof to the east in the morning gives what one to the west gives in the evening');
select ok((select e.pv_w > 1.5 * w.pv_w from east as e join west as w on w.starts_at = e.starts_at where e.starts_at = '2026-06-21 06:00Z'), 'and in the morning the eastern one gives more');
insert into ems.pv_plane (site_id, plane, peak_w, tilt_deg, azimuth_deg) values ('home01', 'east', 5000, 30, -90);
select is((select round(pv_w::numeric, 3) from pg_temp.power('600', '700', '100', '20')), (select round((e.pv_w + w.pv_w)::numeric, 3) from east as e join west as w on w.starts_at = e.starts_at where e.starts_at = '2026-06-21 11:00Z'), 'planes add up');
select is(test.answers($$ select extract(epoch from m.starts_at), m.pv_w from ems.fn_pv_model('home01', (select max(forecast_run_id) from ems.forecast_run), '2026-06-21 00:00Z', '2026-06-22 00:00Z') as m $$), 1, 'whatever zone the session thinks in');
select * from finish();
rollback;
