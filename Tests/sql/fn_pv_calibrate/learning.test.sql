-- The plant teaches its forecast: a bias is learned, hour by hour, from good and uncurtailed slots only.
begin;
select plan(14);
select test.house();
delete from ems.pv_plane where site_id = 'home01';
insert into ems.pv_plane (site_id, plane, peak_w, tilt_deg, azimuth_deg) values ('home01', 'flat', 6000, 0, 0);
-- ten days, each forecast at 2700 W from 8 to 16 UTC, 10 to 18 local
create function pg_temp.teach(p_measured text, p_curtailed text default 'false', p_covered real default 1, p_days integer default 10) returns integer language plpgsql as $$
begin
  delete from ems.pv_calibration; delete from ems.audit_interval; delete from ems.forecast_run;
  perform test.weather('home01', d + interval '8 hours', d + interval '16 hours', '500', '0', '500', '7.9', d) from generate_series('2026-06-01 00:00Z'::timestamptz, '2026-06-10 00:00Z', interval '24 hours') as d limit p_days;
  perform test.past('home01', d + interval '8 hours', d + interval '16 hours', p_pv_w => p_measured, p_curtailed => p_curtailed, p_covered => p_covered) from generate_series('2026-06-01 00:00Z'::timestamptz, '2026-06-10 00:00Z', interval '24 hours') as d limit p_days;
  return ems.fn_pv_calibrate('home01', '2026-06-11 01:20Z');
end
$$;
create function pg_temp.factor(p_hour integer) returns numeric language sql as $$ select round(factor::numeric, 3) from ems.pv_calibration where local_hour = p_hour $$;
select is(pg_temp.teach('0.8 * 2700'), 8, 'a factor for each hour in which something was to be learned');
select is((select array_agg(distinct round(factor::numeric, 3)) from ems.pv_calibration), '{0.800}'::numeric[], 'a plant that gives 80 % everywhere teaches 0.8');
select test.weather('home01', '2026-06-11 08:00Z', '2026-06-11 16:00Z', '500', '0', '500', '7.9', '2026-06-11 04:00Z');
select is((select format('%s %s', round(f.pv_w), f.basis) from ems.fn_pv_forecast('home01', '2026-06-11 10:00Z', '2026-06-11 10:15Z', '2026-06-11 06:00Z') as f), '2160 calibrated', 'and its next forecast is right');
select is(pg_temp.teach('case when extract(hour from local_at) = 12 then 0.3 else 1 end * 2700'), 8, 'a shadow at noon');
select ok(pg_temp.factor(12) between 0.3 and 0.45, 'is learned for its hour');
select ok(pg_temp.factor(15) between 0.95 and 1.0, 'and hardly touches the others');
select is(pg_temp.teach('case when extract(day from local_at) > 5 then 0 else 0.8 * 2700 end', 'extract(day from local_at) > 5'), 8, 'five days on which PV was held back');
select is((select array_agg(distinct round(factor::numeric, 3)) from ems.pv_calibration), '{0.800}'::numeric[], 'teach nothing: the factor stays what the good days say');
select pg_temp.teach('case extract(day from local_at) when 3 then 1.9 when 6 then 0.1 else 0.8 end * 2700');
select is((select array_agg(distinct round(factor::numeric, 3)) from ems.pv_calibration), '{0.800}'::numeric[], 'two wild days among ten bend nothing');
select is(pg_temp.teach('0.1 * 2700', p_covered => 0.8), 0, 'slots that were measured badly teach nothing');
select is(pg_temp.teach('0.8 * 2700', p_days => 0), 0, 'without history nothing is learned');
select is_empty($$ select from ems.pv_calibration $$, 'and nothing written');
select pg_temp.teach('5 * 2700');
select is((select max(factor) from ems.pv_calibration), 2::double precision, 'no factor beyond 2: that is no calibration any more');
select pg_temp.teach('case when extract(day from local_at) > 5 then 1 else 0.5 end * 2700');
select ok((select min(factor) from ems.pv_calibration) > 0.75, 'recent days count more than older ones');
select * from finish();
rollback;
