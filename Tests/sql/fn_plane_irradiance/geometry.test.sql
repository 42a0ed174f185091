-- Irradiance on a tilted plane, by hand.
begin;
select plan(8);
select is(round(ems.fn_plane_irradiance(700, 800, 100, 30, 0, 0, 0)::numeric, 3), 500.000, 'flat: 800 × sin 30° + 100, no ground');
select is(round(ems.fn_plane_irradiance(700, 800, 100, 30, 0, 60, 0)::numeric, 3), round(800 + 100 * 0.75 + 0.2 * 700 * 0.25, 3), 'facing the sun: the whole beam, 3/4 of the sky, 1/4 of the ground at albedo 0.2');
select is(round(ems.fn_plane_irradiance(700, 800, 100, 30, 0, 90, 0)::numeric, 3), round((800 * cosd(30) + 50 + 70)::numeric, 3), 'a south wall: cos 30° of the beam, half of the sky, half of the ground');
select is(round(ems.fn_plane_irradiance(700, 800, 100, 30, 0, 90, 180)::numeric, 3), 120.000, 'a north wall at noon sees no beam');
select is(ems.fn_plane_irradiance(0, 0, 0, -10, 0, 35, 0), 0::double precision, 'night is dark');
select is_empty($$ select a, tilt from generate_series(0, 180, 15) as a cross join generate_series(0, 90, 15) as tilt cross join generate_series(5, 85, 20) as e
  where abs(ems.fn_plane_irradiance(500, 600, 100, e, -a, tilt, -90) - ems.fn_plane_irradiance(500, 600, 100, e, a, tilt, 90)) > 1e-9 $$, 'property: east in the morning is west in the evening');
select is_empty($$ select e, tilt from generate_series(-20, 90, 10) as e cross join generate_series(0, 90, 10) as tilt cross join generate_series(-180, 180, 30) as a
  where ems.fn_plane_irradiance(500, 600, 100, e, a, tilt, 0) < 0 or ems.fn_plane_irradiance(500, 600, 100, e, a, tilt, 0) > 600 + 100 + 0.2 * 500 $$, 'property: never negative, never more than beam, sky and ground together');
select is(ems.fn_plane_irradiance(null, 800, 100, 30, 0, 35, 0), null, 'what is not known stays unknown');
select * from finish();
rollback;
