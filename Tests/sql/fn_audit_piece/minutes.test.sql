-- Minutes while they are kept, quarters where they are gone; nothing where too little is known.
begin;
select plan(12);
select test.house();
select test.measured('home01', '2026-01-15 10:00Z', '2026-01-15 10:15Z', '{"grid_w": 1000, "battery_w": 960}'), test.measured('home01', '2026-01-15 10:15Z', '2026-01-15 10:30Z', '{"grid_w": -1000, "battery_w": -1000}'),
  test.measured('home01', '2026-01-15 10:30Z', '2026-01-15 10:39Z', '{"grid_w": 600}');
select count(ems.fn_aggregate_telemetry('home01', '2026-01-15 11:00Z'));
create function pg_temp.pieces(p_at timestamptz) returns text language sql as $$
  select format('%s × %s W, %s W, %s W', count(*), min(round(grid_w::numeric, 1)), min(round(battery_w::numeric, 1)), min(round(need_w::numeric, 1))) from ems.fn_audit_piece('home01', '2026-01-15 10:00Z', '2026-01-15 11:00Z') where slot_at = p_at $$;
select is(pg_temp.pieces('2026-01-15 10:00Z'), '15 × 1000.0 W, 960.0 W, 0.0 W', 'a minute each; 960 W into the battery are 1000 W from the grid');
select is(pg_temp.pieces('2026-01-15 10:15Z'), '15 × -1000.0 W, -1000.0 W, -40.0 W', '1000 W out of the battery bring 960 W to the house');
select is(pg_temp.pieces('2026-01-15 10:30Z'), '10 × 600.0 W, 0.0 W, 600.0 W', 'ten minutes stand for fifteen');
select is((select round(sum(hours)::numeric, 6) from ems.fn_audit_piece('home01', '2026-01-15 10:30Z', '2026-01-15 10:45Z')), 0.25, 'each has its share of the slot');
select is(pg_temp.pieces('2026-01-15 10:45Z'), '0 ×  W,  W,  W', 'a slot without anything has no piece');
update ems.site set slot_minutes = 60;
select is((select count(*) || ' ' || round(sum(hours)::numeric, 6) from ems.fn_audit_piece('home01', '2026-01-15 10:00Z', '2026-01-15 11:00Z')), '40 1.000000', 'a slot of an hour takes its 40 known minutes');
update ems.site set slot_minutes = 15;
delete from ems.telemetry_aggregate_1m where starts_at < '2026-01-15 10:15Z';
select is(pg_temp.pieces('2026-01-15 10:00Z'), '1 × 1000.0 W, 960.0 W, 0.0 W', 'where minutes are gone the quarter stands for them');
delete from ems.telemetry_aggregate_1m where starts_at < '2026-01-15 10:21Z';
select is(pg_temp.pieces('2026-01-15 10:15Z'), '1 × -1000.0 W, -1000.0 W, -40.0 W', 'also where too few are left');
select is((select round(sum(hours)::numeric, 6) from ems.fn_audit_piece('home01', '2026-01-15 10:15Z', '2026-01-15 10:30Z')), 0.25, 'and counts once');
delete from ems.site_signal where signal = 'battery_w';
select is((select battery_w || ' ' || need_w from ems.fn_audit_piece('home01', '2026-01-15 10:00Z', '2026-01-15 10:15Z')), '0 1000', 'a house without a battery needs what it draws');
insert into ems.site_signal (site_id, signal, device_id, metric) values ('home01', 'grid_w', test.device('home01', 'inverter'), 'inverter_grid_power_w');
select is_empty($$ select * from ems.fn_audit_piece('home01', '2026-01-15 10:00Z', '2026-01-15 11:00Z') $$, 'a sum with a part missing is missing');
select is_empty($$ select * from ems.fn_audit_piece('home02', '2026-01-15 10:00Z', '2026-01-15 11:00Z') $$, 'another house has none');
select * from finish();
rollback;
