-- What changed since a cursor: the same whoever asks, whenever.
begin;
select plan(14);
select test.house();
grant usage on schema test to public;
create function pg_temp.kinds(p_since bigint) returns text language sql as $$ select string_agg(kind || ' ' || n, ', ' order by kind) from (select kind, count(*) as n from api.event_since('home01', p_since) where kind is not null group by kind) as k $$;
select test.frame('home01', 'meter_grid', '{"grid_power_w": 1200, "grid_frequency_hz": 50}', '2026-01-15 10:00Z');
set local role ems_guest;
select is((select bool_and(is_snapshot) from api.event_since('home01')), true, 'without a cursor everything is told');
select is((select content from api.event_since('home01') where item = 'meter_grid grid_power_w') - 'measured_at', '{"device": "meter_grid", "metric": "grid_power_w", "value": 1200, "unit": "W", "suspect": false}'::jsonb, 'a value comes with its unit');
select is(test.refusal($$ select api.event_since('nowhere') $$), 'SA404', 'of a house that is there');
select cmp_ok((select max(cursor_id) from api.event_since('home01')), '>', 0::bigint, 'the cursor is a number of the database');
select is((select bool_and(is_snapshot) from api.event_since('home01', 1::bigint << 40)), true, 'one from another database is none');
reset role;
-- (inside one transaction everything is of the same number: the next one sees nothing of it)
select is(pg_temp.kinds(pg_current_xact_id()::text::bigint), 'telemetry 2', 'what this transaction wrote is new to it');
select is(pg_temp.kinds(pg_current_xact_id()::text::bigint + 1), null, 'and old to the next');
select is((select count(*)::int from api.event_since('home01', pg_current_xact_id()::text::bigint)), 2, 'only what changed comes');
select ems.fn_alert_raise('home01', 'device_silent', 'charger', 'no answer', '2026-01-15 10:00Z');
select ems.fn_job_request('home01', 'plan_rolling', '{}', 'anna', '2026-01-15 10:00Z');
select is(pg_temp.kinds(pg_current_xact_id()::text::bigint), 'alert 1, job 1, telemetry 2', 'alerts and jobs are told');
select is((select content - 'alert_id' - 'last_seen_at' from api.event_since('home01', pg_current_xact_id()::text::bigint) where kind = 'alert'),
  '{"code": "device_silent", "severity": "warning", "state": "open", "text": "no answer", "subject": "charger", "occurrences": 1}'::jsonb || jsonb_build_object('severity', (select severity from ems.alert_code where code = 'device_silent')), 'an alert in full');
select is((select content ->> 'kind' || ' ' || (content ->> 'state') from api.event_since('home01', pg_current_xact_id()::text::bigint) where kind = 'job'), 'plan_rolling waiting', 'a job too');
select ems.fn_job_request('home01', 'plan_rolling', '{}', 'anna', '2026-01-15 10:00Z') from generate_series(1, 220);
select is((select bool_and(is_snapshot) from api.event_since('home01', pg_current_xact_id()::text::bigint)), true, 'where more changed than is looked at, everything is told');
-- the bell
select is((select count(*)::int from pg_trigger where tgfoid = 'ems.fn_event_notify'::regproc), 8, 'four tables ring it, and the ingest');
select is((select count(*)::int from pg_locks where locktype = 'advisory' and mode = 'ExclusiveLock' and pid = pg_backend_pid() and (classid::bigint << 32 | objid::bigint) = hashtextextended('ems_live', 0)), 1, 'and a writer whom nobody hears holds its lock to the end of its transaction');
select * from finish();
rollback;
