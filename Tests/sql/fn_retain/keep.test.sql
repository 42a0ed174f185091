-- Old rows go, as their table's rule says, and nothing else.
begin;
select plan(15);
select test.house();
select test.frame('home01', 'meter_grid', '{"grid_power_w": 1}', t, t) from unnest('{2026-01-05 10:00Z,2026-04-20 10:00Z,2026-04-29 10:00Z}'::timestamptz[]) as t;
select ems.fn_aggregate_telemetry('home01', t) from unnest('{2026-01-05 10:16Z,2026-04-20 10:16Z}'::timestamptz[]) as t;
update ems.aggregator_state set watermark_at = '2026-04-20 10:00Z';
select ems.fn_aggregate_telemetry('home01', '2026-04-20 10:16Z');
select ems.fn_forecast_call('home01', 'open-meteo', t) from unnest('{2026-04-20 10:00Z,2026-04-29 10:00Z}'::timestamptz[]) as t;
select test.weather('home01', t, t + interval '1 h', '100', p_at => t) from unnest('{2025-01-05 10:00Z,2026-04-29 10:00Z}'::timestamptz[]) as t;
select test.plan('home01', '2026-01-05 10:00Z', '[{}]');
-- two plans, the later one taking over at 10:20
select test.plan('home01', '2026-01-06 10:00Z', '[{"n": 4}]'), test.plan('home01', '2026-01-06 10:15Z', '[{"n": 4}]', p_known_at => '2026-01-06 10:20Z');
insert into ems.planning_run (site_id, type, known_at, horizon_from, horizon_to, status, accepted, verdict, problem, solver_version, author)
values ('home01', 'daily', '2026-01-05 10:00Z', '2026-01-05 10:00Z', '2026-01-06 10:00Z', 'refused', false, 'old', '{}', 'test', 'test');
select ems.fn_job_request('home01', 'retain', '{}', 'test', '2026-01-05 10:00Z');
create temporary table answer as select ems.fn_retain('2026-04-30 03:40Z') as counts;

select is((select array_agg(measured_at) from ems.fn_telemetry('home01', '2026-01-01', '2026-05-01')), '{2026-04-20 10:00Z,2026-04-29 10:00Z}'::timestamptz[], 'raw telemetry older than 90 days is gone, younger stays');
select ok((select (counts ->> 'telemetry_frame')::int from answer) >= 1, 'the answer counts what was dropped');
select is_empty($$ select from ems.telemetry_aggregate_1m where starts_at < '2026-04-16' $$, 'minutes are kept for two weeks');
select is((select count(*)::int from ems.telemetry_aggregate_1m where starts_at >= '2026-04-16') > 0, true, 'younger minutes stay');
select is((select min(starts_at) from ems.telemetry_aggregate_15m), '2026-01-05 10:00Z'::timestamptz, 'quarter-hours stay for ever');
select is((select array_agg(called_at) from ems.forecast_call), '{2026-04-29 10:00Z}'::timestamptz[], 'calls of providers are kept for a week');
select is((select array_agg(known_at) from ems.forecast_run), '{2026-04-29 10:00Z}'::timestamptz[], 'forecasts for 400 days');
select is((select array_agg(verdict) from ems.planning_run), '{made by hand,made by hand,made by hand}'::text[], 'plans that were not accepted go after 30 days, accepted ones stay');
select is((select array_agg(format('%s %s', to_char(r.known_at at time zone 'UTC', 'HH24:MI'), to_char(i.starts_at at time zone 'UTC', 'HH24:MI')) order by r.known_at, i.starts_at) from ems.planning_interval as i join ems.planning_run as r using (site_id, planning_run_id) where i.starts_at >= '2026-01-06'),
  '{10:00 10:00,10:00 10:15,10:20 10:15,10:20 10:30,10:20 10:45,10:20 11:00}'::text[], 'slots that a newer plan took over before they began go after 30 days; what held stays');
select is((select count(*)::int from ems.job_run), 1, 'a run that still waits is not dropped');
select lives_ok($$ select test.frame('home01', 'meter_grid', '{"grid_power_w": 2}', '2026-05-13 10:00Z', '2026-05-13 10:00Z') $$, 'the weeks ahead can be stored');
create temporary table kept as select count(*) as frames from ems.fn_telemetry('home01', '2026-01-01', '2026-05-20');
select ems.fn_retain('2026-04-30 03:40Z');
select is((select count(*) from ems.fn_telemetry('home01', '2026-01-01', '2026-05-20')), (select frames from kept), 'doing it twice changes nothing');
update ems.retention set keep = interval '1 day' where relation = 'telemetry_frame';
select ems.fn_retain('2026-05-20 03:40Z');
select is((select count(*)::int from ems.fn_telemetry('home01', '2026-01-01', '2026-05-10')), 0, 'a rule that is changed is obeyed');
select is(test.refusal($$ update ems.retention set keep = interval '1 hour' $$), '23514 retention_keep_check', 'less than a day is no retention');
select is_empty($$ select relation from ems.retention where to_regclass('ems.' || relation) is null $$, 'every rule names a table');
select * from finish();
rollback;
