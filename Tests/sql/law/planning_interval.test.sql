-- What no stored plan may say.
begin;
select plan(9);
select test.house();
select test.plan('home01', '2026-01-15 12:00Z', '[{"battery_w": 1000, "grid_w": 1500, "pv_w": 100}]');
create function pg_temp.change(p_set text) returns text language sql as $$ select test.refusal('update ems.planning_interval set ' || p_set) $$;
select is(pg_temp.change('battery_discharge_w = 10'), '23514 planning_interval_battery_check', 'charge and discharge in one slot');
select is(pg_temp.change('grid_export_w = 10'), '23514 planning_interval_grid_check', 'import and export in one slot');
select is(pg_temp.change('grid_import_w = -10'), '23514 planning_interval_grid_check', 'a negative import');
select is(pg_temp.change('curtailed_w = 200'), '23514 planning_interval_curtailed_w_check', 'holding back more than the sun gives');
select is(pg_temp.change('load_w = -1'), '23514 planning_interval_load_w_check', 'a negative load');
select is(pg_temp.change('ev_w = -1'), '23514 planning_interval_ev_w_check', 'a car that gives');
select is(pg_temp.change('ends_at = starts_at'), '23514 planning_interval_ends_at_check', 'a slot of no length');
select is(test.refusal($$ update ems.planning_run set status = 'refused', cost = null $$), '23514 planning_run_accepted_check', 'a refused run is not accepted');
select is(test.refusal($$ update ems.planning_run set cost = null $$), '23514 planning_run_cost_check', 'one that is not refused has a cost');
select * from finish();
rollback;
