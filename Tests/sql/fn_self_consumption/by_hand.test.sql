-- A battery that only follows PV and load, step by step.
begin;
select plan(14);
create function pg_temp.run(p_need double precision[], p_soc double precision default 5000, p_hours double precision default 0.25, p_per_slot integer default 1) returns text language sql as $$
  select string_agg(format('%s %s %s', round(s.import_wh::numeric, 2), round(s.export_wh::numeric, 2), round(s.soc_wh::numeric, 2)), ', ' order by s.slot_at)
  from ems.fn_self_consumption(jsonb_populate_record(null::ems.battery, '{"capacity_wh": 10000, "soc_min_pct": 10, "soc_max_pct": 90, "charge_limit_w": 3000, "discharge_limit_w": 4000, "charge_efficiency": 0.8, "discharge_efficiency": 0.5}'), p_soc,
    array(select timestamptz '2026-01-15 10:00Z' + (n / p_per_slot) * interval '15 min' from generate_series(0, cardinality(p_need) - 1) as n), array_fill(p_hours, array[cardinality(p_need)]), p_need) as s $$;
select is(pg_temp.run('{1000}'), '0.00 0.00 4500.00', 'it gives what is missing: 250 Wh cost 500 of its content at 0.5');
select is(pg_temp.run('{-1000}'), '0.00 0.00 5200.00', 'it takes what is left over: 250 Wh bring 200 at 0.8');
select is(pg_temp.run('{0}'), '0.00 0.00 5000.00', 'it rests when nothing is missing');
select is(pg_temp.run('{5000}'), '250.00 0.00 3000.00', 'no more than 4 kW out');
select is(pg_temp.run('{-5000}'), '0.00 500.00 5600.00', 'no more than 3 kW in');
select is(pg_temp.run('{1000}', 1100), '200.00 0.00 1000.00', 'never below its floor: 100 Wh of content are 50 Wh outside');
select is(pg_temp.run('{1000}', 1000), '250.00 0.00 1000.00', 'at the floor it gives nothing');
select is(pg_temp.run('{1000}', 500), '250.00 0.00 500.00', 'nor below it, where it stays');
select is(pg_temp.run('{-1000}', 8900), '0.00 125.00 9000.00', 'never above its ceiling: room for 100 Wh takes 125');
select is(pg_temp.run('{-1000}', 9500), '0.00 250.00 9500.00', 'above the ceiling it takes nothing');
select is(pg_temp.run('{1000,-1000,2000}'), '0.00 0.00 4500.00, 0.00 0.00 4700.00, 0.00 0.00 3700.00', 'slot after slot it goes on from where it was');
select is(pg_temp.run('{8000,-8000,8000}', 5000, 1 / 12.0::double precision, 3), '666.67 416.67 3866.67', 'minutes are not netted: a slot may import and export');
select is(pg_temp.run('{}'), null, 'nothing measured, nothing imagined');
select is_empty($$ select * from generate_series(-6000, 6000, 500) as n (need) cross join generate_series(0, 10000, 500) as s (soc)
  cross join lateral ems.fn_self_consumption(jsonb_populate_record(null::ems.battery, '{"capacity_wh": 10000, "soc_min_pct": 10, "soc_max_pct": 90, "charge_limit_w": 3000, "discharge_limit_w": 4000, "charge_efficiency": 0.8, "discharge_efficiency": 0.5}'),
    s.soc, array[timestamptz '2026-01-15 10:00Z'], array[0.25::double precision], array[n.need::double precision]) as r
  where r.import_wh * r.export_wh > 0 or r.import_wh > greatest(n.need, 0) * 0.25 + 1e-9 or r.export_wh > greatest(-n.need, 0) * 0.25 + 1e-9
    or abs(r.import_wh - r.export_wh - n.need * 0.25 - (case when r.soc_wh > s.soc then (r.soc_wh - s.soc) / 0.8 else (r.soc_wh - s.soc) * 0.5 end)) > 1e-6 $$, 'property: it never makes the meter''s day worse, and no energy is lost but its losses');
select * from finish();
rollback;
