-- What the heat pump showed in the last 60 days calibrates what is expected of it.
begin;
select plan(15);
select test.house();
select is(round(ems.fn_cop_estimate('home01', -10, 46, '2026-01-20 00:00Z')::numeric, 6), round(ems.fn_cop(-10, 46, 0.4)::numeric, 6), 'before anything was measured the configured share of Carnot holds');
select is(round(ems.fn_cop_estimate('home01', -10, null, '2026-01-20 00:00Z')::numeric, 6), round(ems.fn_cop(-10, 46, 0.4)::numeric, 6), 'without a flow temperature its heating curve: 38 + 0.8 × 10 = 46 °C');
select is(ems.fn_cop_estimate('home01', null, 46, '2026-01-20 00:00Z'), null, 'no outdoor temperature, no COP');
-- ten days at −10 °C, 1 kW electric all day: 240 kWh; heat as half of Carnot gives it
select test.past('home01', '2026-01-09 23:00Z', '2026-01-19 23:00Z', p_outdoor_c => '-10', p_heat_pump_w => '1000', p_heat_w => '1000 * ems.fn_cop(-10, 46, 0.5)');
select is((select format('%s %s %s %s', count(*), round(sum(electric_wh)), round(avg(cop)::numeric, 3), round(avg(carnot_ratio)::numeric, 4)) from ems.vw_heat_pump_cop_history), '10 240000 2.850 0.5000', 'ten days: COP 2.85, half of Carnot');
select is((select format('%s %s', day, flow_c) from ems.vw_heat_pump_cop_history order by day limit 1), '2026-01-10 46', 'by local day, with the flow of the heating curve');
select is(round(ems.fn_cop_estimate('home01', -10, 46, '2026-01-20 00:00Z')::numeric, 4), round(ems.fn_cop(-10, 46, (0.4 * 20000 + 0.5 * 240000) / 260000)::numeric, 4), 'drawn to the configured one as if that were 20 kWh of measurements: 0.4923');
select is(round(ems.fn_cop_estimate('home01', -10, 46, '2026-01-09 12:00Z')::numeric, 4), round(ems.fn_cop(-10, 46, 0.4)::numeric, 4), 'asked as of before, nothing of it shows');
select is(round(ems.fn_cop_estimate('home01', -10, 46, '2026-03-25 00:00Z')::numeric, 4), round(ems.fn_cop(-10, 46, 0.4)::numeric, 4), 'after two months it is forgotten');
select ok(ems.fn_cop_estimate('home01', -10, 46, '2026-03-16 12:00Z') > ems.fn_cop(-10, 46, 0.4), 'within two months it is not');

-- standing still and missing heat
update ems.audit_interval set heat_pump_wh = 10;
select is((select count(*)::int from ems.vw_heat_pump_cop_history), 0, 'standing still tells nothing');
update ems.audit_interval set heat_pump_wh = 250, heat_wh = null;
select is((select count(*)::int from ems.vw_heat_pump_cop_history), 0, 'nor does heat that was not measured');

-- mild weather: Carnot is high, and the share must still come out right
select test.house('home02');
select test.past('home02', '2026-04-09 22:00Z', '2026-04-19 22:00Z', p_outdoor_c => '12', p_heat_pump_w => '1000', p_heat_w => '1000 * 0.3 * 301.55 / 16.4');
select is((select round(avg(carnot_ratio)::numeric, 3) from ems.vw_heat_pump_cop_history where site_id = 'home02'), 0.300, 'a machine at 0.3 of Carnot shows 0.3 on mild days too');
select is(round(ems.fn_cop_estimate('home02', -10, 46, '2026-04-20 00:00Z')::numeric, 2), round(ems.fn_cop(-10, 46, 0.3077)::numeric, 2), 'mild days do not promise a better COP on cold ones');
select is(round(ems.fn_cop_estimate('home01', -10, 46, '2026-04-20 00:00Z')::numeric, 4), round(ems.fn_cop(-10, 46, 0.4)::numeric, 4), 'nor do another house''s days');
delete from ems.heat_pump where site_id = 'home01';
select is(ems.fn_cop_estimate('home01', -10, 46, '2026-01-20 00:00Z'), null, 'without a heat pump there is no COP');
select * from finish();
rollback;
