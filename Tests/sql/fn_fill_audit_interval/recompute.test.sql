-- Slot by slot, all at once, or once more after late telemetry: the same figures.
begin;
select plan(15);
select test.house();
select test.round_prices();
-- an afternoon: sun, then evening; the inverter is silent for 20 minutes, the meter for half an hour
select test.measured('home01', t, t + interval '5 min', case
    when t between '2026-01-15 11:00Z' and '2026-01-15 11:15Z' then '{"battery_w": null, "soc_pct": null, "ac_w": null, "pv_w": null, "grid_w": 300}'
    when t between '2026-01-15 12:00Z' and '2026-01-15 12:25Z' then '{"grid_w": null, "battery_w": 500, "soc_pct": 60}'
    else format('{"grid_w": %s, "battery_w": %s, "soc_pct": 55, "ac_w": 700, "pv_w": 900}', round(1500 * sind(extract(epoch from t)::numeric / 20)), round(2500 * cosd(extract(epoch from t)::numeric / 35))) end::jsonb)
from generate_series(timestamptz '2026-01-15 10:00Z', '2026-01-15 13:55Z', '5 min') as t;
select count(ems.fn_aggregate_telemetry('home01', '2026-01-15 14:00Z'));
create function pg_temp.figures() returns text language sql as
$$ select string_agg((to_jsonb(a) - '{starts_at,ends_at,price_known_at,filled_at}'::text[])::text || extract(epoch from starts_at) || extract(epoch from ends_at) || coalesce(extract(epoch from price_known_at), 0), e'\n' order by starts_at) from ems.audit_interval as a $$;
select is(ems.fn_fill_audit_interval('home01', '2026-01-15 10:00Z', '2026-01-15 14:00Z', '2026-01-15 14:00Z'), 16, 'four hours at once');
create temporary table once as select pg_temp.figures() as figures;
select is((select array_agg(to_char(starts_at at time zone 'UTC', 'HH24:MI') order by starts_at) from ems.audit_interval where self_consumption_cost is null), '{11:00,12:00,12:15}'::text[], 'three slots of which too little is known (the inverter''s second one had ten minutes)');
delete from ems.audit_interval;
select count(ems.fn_fill_audit_interval('home01', t, t + interval '15 min', t + interval '15 min')) from generate_series(timestamptz '2026-01-15 10:00Z', '2026-01-15 13:45Z', '15 min') as t;
select is(pg_temp.figures(), (select figures from once), 'slot by slot: the imagined battery goes on where it was, also behind a gap');
select count(ems.fn_fill_audit_interval('home01', '2026-01-15 11:30Z', '2026-01-15 13:00Z', '2026-01-15 14:30Z'));
select is(pg_temp.figures(), (select figures from once), 'filling a part again changes nothing');
select is(test.answers($$ select ems.fn_fill_audit_interval('home01', '2026-01-15 10:00Z', '2026-01-15 14:00Z', '2026-01-15 14:30Z'), pg_temp.figures() $$), 1, 'whatever zone the session lives in');
-- SoC of the imagined battery goes on
select is_empty($$ select * from ems.audit_interval as a join ems.audit_interval as b on b.starts_at = a.ends_at
  where abs(b.self_consumption_soc_wh - a.self_consumption_soc_wh) > 8000 * 0.25 / 0.96 $$, 'property: its content never jumps by more than its power allows');
select is_empty($$ select * from ems.audit_interval where self_consumption_soc_wh not between 1500 - 1e-6 and 15000 + 1e-6 $$, 'property: nor leaves its bounds');

-- the spool arrives: what was missing is there now
select test.measured('home01', '2026-01-15 12:00Z', '2026-01-15 12:30Z', '{"grid_w": 800, "battery_w": 500, "soc_pct": 60}');
select is((select audit_from from ems.aggregator_state where device_id = test.device('home01', 'meter_grid')), timestamptz '2026-01-15 12:00Z', 'late telemetry asks for its audit again');
select count(ems.fn_aggregate_telemetry('home01', '2026-01-15 14:01Z'));
select is(ems.fn_audit_fill_due('home01', '2026-01-15 14:01Z'), 8, 'from there on everything is filled again');
select is((select count(*)::int from ems.audit_interval where self_consumption_cost is null), 1, 'the gap is closed');
select is(ems.fn_audit_fill_due('home01', '2026-01-15 14:01Z'), 1, 'once; after that only the newest slot is filled again');
select count(ems.fn_fill_audit_interval('home01', '2026-01-15 10:00Z', '2026-01-15 14:00Z', '2026-01-15 14:02Z'));
-- a slot in the middle alone: what comes after it goes on from there
update ems.audit_interval set self_consumption_soc_wh = self_consumption_soc_wh - 1000 where starts_at = '2026-01-15 11:30Z';
create temporary table before as select pg_temp.figures() as figures;
select is(ems.fn_fill_audit_interval('home01', '2026-01-15 11:45Z', '2026-01-15 12:00Z', '2026-01-15 14:02Z'), 9, 'a slot in the middle is filled with all that follows');
create temporary table middle as select pg_temp.figures() as figures;
select count(ems.fn_fill_audit_interval('home01', '2026-01-15 11:45Z', '2026-01-15 14:00Z', '2026-01-15 14:02Z'));
select is((select pg_temp.figures() = m.figures and m.figures <> b.figures from middle as m, before as b), true, 'as if the rest had been asked for');
select count(ems.fn_fill_audit_interval('home01', '2026-01-15 10:00Z', '2026-01-15 14:00Z', '2026-01-15 14:02Z'));
-- minutes fade: what was filled with them stays
create temporary table fine as select pg_temp.figures() as figures;
delete from ems.telemetry_aggregate_1m;
select is(ems.fn_fill_audit_interval('home01', '2026-01-15 10:00Z', '2026-01-15 14:00Z', '2026-01-28 14:00:01Z'), 0, 'after 13 days a filled slot is not filled again with less');
select is(pg_temp.figures(), (select figures from fine), 'and keeps its figures');
select * from finish();
rollback;
