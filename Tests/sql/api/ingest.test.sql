-- Samples that are pushed: counted, refused by name, stored once.
begin;
select plan(15);
select test.house();
grant usage on schema test to public;
grant execute on all functions in schema test to public;
create function pg_temp.sample(p_metric text, p_value text, p_s integer default 0, p_device text default 'meter_grid') returns jsonb language sql as $$
  select jsonb_build_object('device', p_device, 'metric', p_metric, 'value', p_value::jsonb, 'ts', to_char((now() - make_interval(secs => 60 - p_s)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) $$;
select ems.fn_device_add('home01', 'stranger', 'generic_meter', 'meter', 99);
set local role ems_admin;
select is(api.ingest_telemetry('home01', jsonb_build_array(pg_temp.sample('grid_power_w', '1200'), pg_temp.sample('grid_frequency_hz', '50'), pg_temp.sample('grid_power_w', '1300', 10))),
  '{"rows": 3, "stored": 3, "repeated": 0, "suspect": 0, "refused": 0, "reasons": {}, "refusals": []}'::jsonb, 'samples are stored');
select is((select array_agg(value order by measured_at, metric) from api.vw_telemetry where site_id = 'home01'), '{50,1200,1300}'::double precision[], 'each under its name');
select is((api.ingest_telemetry('home01', jsonb_build_array(pg_temp.sample('grid_power_w', '1200'), pg_temp.sample('grid_power_w', '1200'))) ->> 'repeated')::int, 2, 'sent again they are repetitions');
select is(api.ingest_telemetry('home01', jsonb_build_array(pg_temp.sample('dance', '1'), pg_temp.sample('grid_power_w', '1', 0, 'nobody'), pg_temp.sample('grid_power_w', '2', 20), pg_temp.sample('grid_power_w', '1', 0, 'stranger'),
  pg_temp.sample('grid_power_w', '3', 100000), pg_temp.sample('grid_power_w', '"much"'), '{"device": "meter_grid", "metric": "grid_power_w", "value": 1, "ts": "2026-01-15 10:00"}'::jsonb, 7)) - 'reasons',
  '{"rows": 8, "stored": 1, "repeated": 0, "suspect": 0, "refused": 7, "refusals": [
    {"row": 1, "reason": "unknown_metric", "device": "meter_grid", "metric": "dance"}, {"row": 2, "reason": "unknown_device", "device": "nobody", "metric": "grid_power_w"},
    {"row": 4, "reason": "unvalidated_device", "device": "stranger", "metric": "grid_power_w"}, {"row": 5, "reason": "future", "device": "meter_grid", "metric": "grid_power_w"},
    {"row": 6, "reason": "no_value", "device": "meter_grid", "metric": "grid_power_w"}, {"row": 7, "reason": "no_time", "device": "meter_grid", "metric": "grid_power_w"},
    {"row": 8, "reason": "no_sample", "device": null, "metric": null}]}'::jsonb, 'what is refused is named, row by row, and the rest is stored');
select is((select sum(refused)::int from ems.telemetry_refusal where site_id = 'home01'), 4, 'and counted where the worker''s refusals are');
select is(api.ingest_lines('home01', E'{"device": "x"}\nnonsense\n' || pg_temp.sample('grid_power_w', '5', 30)::text, 41) -> 'refusals',
  '[{"row": 41, "reason": "no_metric", "device": "x", "metric": null}, {"row": 42, "reason": "no_sample", "device": null, "metric": null}]'::jsonb, 'a bad line costs itself');
select is((api.ingest_lines('home01', E'{}\n{},{}') ->> 'rows')::int, 2, 'two samples in one line are none');
select is((api.ingest_telemetry('home01', jsonb_build_array(pg_temp.sample('grid_power_w', '1e308', 40))) ->> 'refused')::int, 1, 'nor is a number that is none');
select is((api.ingest_telemetry('home01', jsonb_build_array(pg_temp.sample('grid_power_w', 'null', 45))) ->> 'stored')::int, 1, 'nothing is a failed read');
select is((api.ingest_telemetry('home01', jsonb_build_array(pg_temp.sample('grid_frequency_hz', '70', 47))) ->> 'suspect')::int, 1, 'an implausible value is stored and marked');
select is((api.ingest_telemetry('home01', '[]') ->> 'rows')::int, 0, 'nothing is nothing');
select is(jsonb_array_length(api.ingest_telemetry('home01', (select jsonb_agg(7) from generate_series(1, 150))) -> 'refusals'), 100, 'a hundred are named');
select is(test.refusal($$ select api.ingest_telemetry('nowhere', '[]') $$), 'SA404 member_site', 'of a house that is there');
select is(test.refusal($$ select api.ingest_telemetry('home01', '{}') $$), 'SA422 ingest_array', 'as an array');
set local role ems_operator;
select is(test.refusal($$ select api.ingest_telemetry('home01', '[]') $$), '42501', 'it takes more than an operator');
select * from finish();
rollback;
