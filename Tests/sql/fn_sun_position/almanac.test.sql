-- Against NREL's solar position algorithm (Reda and Andreas 2004, by pvlib 0.13), true elevation without refraction; azimuth from south, east negative.
begin;
select plan(7);
create temporary table almanac (place text, latitude double precision, longitude double precision, at timestamptz, elevation double precision, azimuth double precision);
insert into almanac values
  ('Prague, summer noon', 50.08, 14.43, '2026-06-21 11:00Z', 63.345, -2.091), ('Prague, summer morning', 50.08, 14.43, '2026-06-21 05:00Z', 17.137, -106.264),
  ('Prague, winter noon', 50.08, 14.43, '2026-12-21 11:00Z', 16.481, -0.077), ('Prague, winter evening', 50.08, 14.43, '2026-12-21 15:30Z', -4.519, 58.174),
  ('Prague, equinox evening', 50.08, 14.43, '2026-03-20 16:30Z', 6.364, 82.383), ('Prague, night of the long day', 50.08, 14.43, '2026-10-25 00:30Z', -46.428, -141.706),
  ('Sydney, noon', -33.87, 151.21, '2026-01-15 02:00Z', 77.238, -175.345), ('Gulf of Guinea, equinox', 0, 0, '2026-03-20 12:00Z', 88.140, -88.600),
  ('Stockholm, midsummer night', 59.33, 18.07, '2026-06-21 23:00Z', -7.208, -177.604), ('Kiritimati, morning', 1.87, -157.4, '2026-07-01 20:00Z', 47.185, -122.782);
select is_empty($$ select a.place, s.elevation_deg - a.elevation from almanac as a cross join lateral ems.fn_sun_position(a.latitude, a.longitude, a.at) as s where abs(s.elevation_deg - a.elevation) > 0.03 $$, 'elevation to 0.03 degrees');
select is_empty($$ select a.place, s.azimuth_deg - a.azimuth from almanac as a cross join lateral ems.fn_sun_position(a.latitude, a.longitude, a.at) as s where abs(s.azimuth_deg - a.azimuth) * cosd(a.elevation) > 0.05 $$, 'azimuth to 0.05 degrees of arc');
select is_empty($$ select t from generate_series('2026-01-01 00:00Z'::timestamptz, '2026-12-31 23:00Z', interval '97 min') as t cross join lateral ems.fn_sun_position(50.08, 14.43, t) as s
  where s.elevation_deg not between -64 and 64 or s.azimuth_deg not between -180 and 180 or s.elevation_deg is null $$, 'property: a year of Prague stays within what the latitude allows');
select is_empty($$ select d from generate_series('2026-01-01'::timestamp, '2026-12-31', '1 day') as d
  cross join lateral (select t from generate_series(d at time zone 'UTC' + interval '10 hours', d at time zone 'UTC' + interval '12 hours', interval '4 min') as t cross join lateral ems.fn_sun_position(50.08, 14.43, t) as s order by s.elevation_deg desc limit 1) as noon
  cross join lateral ems.fn_sun_position(50.08, 14.43, noon.t) as s where abs(s.azimuth_deg) > 3 $$, 'property: every day the sun is highest in the south');
select is_empty($$ select from ems.fn_sun_position(50.08, 14.43, '2026-06-21 06:00Z') as s where s.azimuth_deg >= 0 $$, 'the morning sun stands in the east, negative');
select is(test.answers($$ select s.* from ems.fn_sun_position(50.08, 14.43, '2026-06-21 06:00Z') as s $$), 1, 'whatever zone the session thinks in');
select is((select s.elevation_deg from ems.fn_sun_position(null, 14.43, '2026-06-21 06:00Z') as s), null, 'no place, no sun');
select * from finish();
rollback;
