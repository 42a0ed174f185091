-- What the page asks: series for a chart, an override's cost beforehand, a day's price under another contract.
begin;
select plan(22);
select test.house();
create temporary table today as select (now() at time zone 'Europe/Prague')::date as day, date_bin('15 min', now(), 'epoch') as slot_at;
-- telemetry_series
select test.frame('home01', 'meter_grid', jsonb_build_object('grid_power_w', n), now() - interval '30 min' + n * interval '10 s', now()) from generate_series(1, 6) as n;
select test.frame('home01', 'meter_grid', '{"grid_power_w": 99}', now() - interval '10 min', now());
select results_eq($$ select mean, level_s, unit from api.telemetry_series('home01', 'meter_grid', 'grid_power_w', now() - interval '1 hour', now()) $$,
  $$ values (1::double precision, 0, 'W'), (2, 0, 'W'), (3, 0, 'W'), (4, 0, 'W'), (5, 0, 'W'), (6, 0, 'W'), (null, 0, 'W'), (99, 0, 'W') $$, 'a short time raw, a silence as a gap');
select count(ems.fn_aggregate_telemetry('home01', now()));
select is((select distinct level_s from api.telemetry_series('home01', 'meter_grid', 'grid_power_w', now() - interval '1 hour', now(), 100)), 60, 'fewer points: minutes');
select is((select distinct level_s from api.telemetry_series('home01', 'meter_grid', 'grid_power_w', now() - interval '1 day', now(), 100)), 900, 'a day: quarter-hours');
select is((select distinct level_s from api.telemetry_series('home01', 'meter_grid', 'grid_power_w', now() - interval '4 days', now(), 100)), 3600, 'more: hours');
select cmp_ok((select count(*)::int from api.telemetry_series('home01', 'meter_grid', 'grid_power_w', now() - interval '1 day', now(), 100)), '<=', 98, 'no more points than asked for, but for the ends');
select cmp_ok((select count(*) - count(mean) from api.telemetry_series('home01', 'meter_grid', 'grid_power_w', now() - interval '1 day', now(), 100)), '>', 80::bigint, 'what was not measured is a row without a value');
select is(test.refusal($$ select api.telemetry_series('home01', 'meter_grid', 'grid_power_w', now(), now()) $$), 'SA422 telemetry_series_range', 'no time at all');
select is(test.refusal($$ select api.telemetry_series('home01', 'meter_grid', 'grid_power_w', now() - interval '1 hour', now(), 1000000) $$), 'SA422 telemetry_series_range', 'too many points');
select is(test.refusal($$ select api.telemetry_series('home01', 'nothing', 'grid_power_w', now() - interval '1 hour', now()) $$), 'SA404', 'no such device');
-- override_preview
select is(test.refusal($$ select api.override_preview('home01', 'battery_charge', now() + interval '1 hour') $$), 'SA422 override_preview_plan', 'without a plan nothing can be said');
select test.plan('home01', (select slot_at from today), '[{"n": 16, "battery_w": 0, "grid_w": 500, "value": 3}]', p_known_at => (select slot_at from today));
update ems.planning_run set problem = (select jsonb_build_object('start', '2026-06-10T00:00:00Z', 'slot_minutes', 15, 'buy_price', to_jsonb(array_fill(4, '{16}')), 'sell_price', to_jsonb(array_fill(1, '{16}')), 'load_w', to_jsonb(array_fill(500, '{16}')),
    'pv_w', to_jsonb(array_fill(0, '{16}')), 'grid', '{"import_limit_w": 17000, "export_limit_w": 10000}'::jsonb, 'battery', ems.fn_battery_problem(b, 5000, 3),
    'ev', '[{"id": "a", "from_slot": 0, "to_slot": 16, "energy_wh": 4000, "min_w": 0, "max_w": 2000, "efficiency": 1}]'::jsonb) from ems.battery as b);
-- and the plan that was stored with it
update ems.planning_run set cost = (ems.fn_solve_plan(problem) ->> 'cost')::double precision;
update ems.planning_interval as i set battery_charge_w = greatest(0, (s.value ->> 'battery_w')::double precision), battery_discharge_w = greatest(0, -(s.value ->> 'battery_w')::double precision), ev = s.value -> 'ev_w',
  grid_import_w = greatest(0, (s.value ->> 'grid_w')::double precision), grid_export_w = greatest(0, -(s.value ->> 'grid_w')::double precision)
from ems.planning_run as r cross join lateral jsonb_array_elements(ems.fn_solve_plan(r.problem) -> 'slots') as s
where i.planning_run_id = r.planning_run_id and i.starts_at = r.horizon_from + (s.value ->> 'slot')::integer * interval '15 min';
-- whole slots: the hour begins with the slot that holds the larger part of the running one
create temporary table hour as select round(extract(epoch from now() - slot_at) / 900)::integer as first from today;
create function pg_temp.cost(p_kind text, p_power_w double precision, p_energy_wh double precision default null) returns text language sql as $$ select concat_ws(' ', round(c.cost::numeric, 2), round(c.energy_wh::numeric))
  from ems.planning_run as r, hour as h, ems.fn_override_cost(r.problem, ems.fn_solve_plan(r.problem), p_kind, h.first, h.first + 4, p_power_w, p_energy_wh) as c $$;
select is((select concat_ws(' ', cost, round(energy_wh::numeric), power_w, currency) from api.override_preview('home01', 'battery_charge', now() + interval '1 hour', 2000)), pg_temp.cost('battery_charge', 2000) || ' 2000 CZK', 'the hour from now on, planned again with it');
select is((select concat_ws(' ', cost, round(energy_wh::numeric)) from api.override_preview('home01', 'battery_charge', now() + interval '1 hour', 2000, 500)), pg_temp.cost('battery_charge', 2000, 500), 'an amount ends it');
select is((select power_w from api.override_preview('home01', 'battery_charge', now() + interval '1 hour')), (select charge_limit_w from ems.battery), 'without a power it is as much as it can');
select is((select cost from api.override_preview('home01', 'car_now', now() + interval '1 hour', 2000)), 0.00, 'a car charged now need not be later, at the same price');
select cmp_ok((select cost from api.override_preview('home01', 'battery_discharge', now() + interval '1 hour', 2000)), '>', 0.00, 'sold at 1 what is worth 3');
update ems.planning_run set accepted = false;
select is((select concat_ws(' ', cost, round(energy_wh::numeric)) from api.override_preview('home01', 'battery_charge', now() + interval '1 hour', 2000, 500)), pg_temp.cost('battery_charge', 2000, 500), 'a plan that was not worth a change is made again');
select is(test.refusal($$ select api.override_preview('home01', 'hands_off', now() + interval '1 hour') $$), 'SA422 override_preview_kind', 'what cannot be priced is not');
select is(test.refusal($$ select api.override_preview('home01', 'battery_hold', now()) $$), 'SA422 override_ends_at_check', 'an end that is none');
-- tariff_preview
select test.fx((select day from today) - 30, 25, now() - interval '700 hours'), test.price((select day from today), '100 + n', now() - interval '1 hour');
select is((select count(*)::int from api.tariff_preview('home01', '{}')), (select extract(epoch from (b).ends_at - (b).starts_at)::int / 900 from (select ems.fn_day_bounds(day, 'Europe/Prague') as b from today) as b), 'the slots of the local day');
select is((select count(*)::int from api.tariff_preview('home01', '{}') where changed_buy_per_kwh is distinct from buy_per_kwh), 0, 'nothing changed, nothing changes');
select is((select array_agg(distinct round(changed_buy_per_kwh - buy_per_kwh, 4)) from api.tariff_preview('home01', (select jsonb_build_object('contract', jsonb_build_object('buy', jsonb_build_object('fee_per_kwh', c.fee_per_kwh + 1, 'includes_vat', true))) from ems.supply_contract as c where c.direction = 'buy'))),
  '{1.0000}'::numeric[], 'a fee of one more, with VAT, is one more');
select is(test.refusal($$ select api.tariff_preview('home01', '{"battery": false}') $$), 'SA400', 'only a tariff changes a price');
select * from finish();
rollback;
