-- A house as one document: what is written out is what is read in, and errors name their key.
begin;
select plan(28);
select test.house();
grant usage on schema test to public;
grant execute on all functions in schema test to public;
set local role ems_admin;
create temporary table kept as select api.configuration('home01')::jsonb as d;
create function pg_temp.put(p_change jsonb, p_dry boolean default false) returns jsonb language sql as $$ select api.configure('home01', p_change, p_dry) -> 'changes' $$;
create function pg_temp.fault(p_change jsonb) returns text language plpgsql as $$
declare v_message text; v_state text; v_detail text;
begin
  perform api.configure('home01', p_change, false);
  return 'accepted';
exception when others then
  get stacked diagnostics v_message = message_text, v_state = returned_sqlstate, v_detail = pg_exception_detail;
  return v_state || ' ' || split_part(v_detail, ' ', 1);
end $$;
select is((select array_agg(k order by k) from kept, jsonb_object_keys(d) as k), '{batteries,car_demands,chargers,contracts,device_points,devices,forecasts,gateways,heat_pumps,jobs,pv_planes,signals,site,tariffs}'::text[], 'every section is in it');
select is((select d #>> '{devices,0,device}' from kept), 'building', 'devices under their names');
select is(pg_temp.put((select d from kept)), '[]'::jsonb, 'what was written out changes nothing when it is read in');
select is((select api.configuration('home01')::jsonb = d from kept), true, 'and is the same when it is written out again');
select is(pg_temp.put('{}'), '[]'::jsonb, 'a section left out stays');
-- dry run
select is(pg_temp.put((select jsonb_set(jsonb_build_object('site', d -> 'site'), '{site,fuse_a}', '32') from kept), true), '[{"path": "site.fuse_a", "before": 25, "after": 32}]'::jsonb, 'a dry run tells the change');
select is((select fuse_a from ems.site where site_id = 'home01'), 25::double precision, 'and makes none');
select is(jsonb_array_length(pg_temp.put((select jsonb_set(jsonb_build_object('site', d -> 'site'), '{site,fuse_a}', '32') from kept))), 1, 'without it the change is made');
select is((select fuse_a from ems.site where site_id = 'home01'), 32::double precision, 'and stands');
select is(pg_temp.put((select jsonb_build_object('site', d -> 'site') from kept)) #>> '{0,path}', 'site.fuse_a', 'and back');
-- lists
select cmp_ok(jsonb_array_length(pg_temp.put((select jsonb_build_object('pv_planes', d -> 'pv_planes' || '{"plane": "roof", "peak_w": 2000, "tilt_deg": 10, "azimuth_deg": 0}') from kept))), '>', 3, 'a new row is a change');
select is((select loss_ratio from ems.pv_plane where site_id = 'home01' and plane = 'roof'), 0.1::double precision, 'and has the table''s defaults');
select cmp_ok(jsonb_array_length(pg_temp.put((select jsonb_build_object('pv_planes', d -> 'pv_planes') from kept))), '>', 3, 'a row left out goes');
select is((select api.configuration('home01')::jsonb = d from kept), true, 'all is as it was');
select is((select device_id from ems.device where site_id = 'home01' and device = 'inverter'), test.device('home01', 'inverter'), 'devices keep their numbers');
-- faults
select is(pg_temp.fault('{"sites": {}}'), 'SA422 path=sites', 'an unknown section');
select is(pg_temp.fault('{"gateways": {}}'), 'SA422 path=gateways', 'a section that is no list');
select is(pg_temp.fault((select jsonb_set(d, '{gateways,1,port}', '"many"') from kept)), 'SA422 path=gateways[1].port', 'a value of the wrong kind');
select is(pg_temp.fault((select jsonb_set(d, '{gateways,1,port}', '70000') from kept)), 'SA422 path=gateways[1].port', 'a value that cannot be');
select is(pg_temp.fault((select jsonb_set(d, '{devices,0,colour}', '"red"') from kept)), 'SA422 path=devices[0].colour', 'an unknown key');
select is(pg_temp.fault((select d #- '{devices,0,device}' from kept)), 'SA409 path=devices[building]', 'a device without its name is one left out');
select is(pg_temp.fault((select d #- '{pv_planes,0,peak_w}' from kept)), 'SA422 path=pv_planes[0].peak_w', 'a value that must be there');
select is(pg_temp.fault((select jsonb_set(d, '{batteries,0,device}', '"nobody"') from kept)), 'SA422 path=batteries[0].device', 'a device that is not there');
select is(pg_temp.fault((select jsonb_set(d, '{devices,0,device_model}', '"nothing"') from kept)), 'SA422 path=devices[0].device_model', 'a model that is not known');
select is(pg_temp.fault((select jsonb_set(d, '{pv_planes}', d -> 'pv_planes' || (d -> 'pv_planes' -> 0)) from kept)), 'SA422 path=pv_planes[3]', 'the same row twice');
select is((select api.configuration('home01')::jsonb = d from kept), true, 'all or nothing: nothing of it stayed');
reset role;
-- a new house
select is(jsonb_typeof(ems.fn_configure('home09', (select jsonb_build_object('site', d -> 'site') from kept), false, now()) -> 'changes'), 'array', 'a house that is not there is made');
select is((select concat_ws(' ', control_mode, (select count(*) from ems.job as j where j.site_id = s.site_id)) from ems.site as s where site_id = 'home09'), 'observe ' || (select count(*) from ems.job_kind), 'it observes, and has its jobs');
select * from finish();
rollback;
