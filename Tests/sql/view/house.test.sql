-- What a page shows of a house: devices, settings, setpoints, commands, overrides, alerts.
begin;
select plan(28);
select test.house();
select test.house('home02', 'observe');
-- vw_site, vw_device
select is((select concat_ws(' ', name, time_zone, currency, control_mode, capacity_wh, soc_min_pct, soc_max_pct, locked) from ems.vw_site where site_id = 'home01'), 'House home01 Europe/Prague CZK control 15000 10 100 f', 'a house with its battery');
select isnt(ems.fn_alert_raise('home01', 'safety_lock', '', 'smoke', now()), null, '(locked)');
select is((select array_agg(locked order by site_id) from ems.vw_site), '{t,f}'::boolean[], 'locked is the one that is locked');
delete from ems.battery where site_id = 'home02';
select is((select count(*)::int from ems.vw_site), 2, 'a house without a battery is a house');
select is((select concat_ws(' ', class, vendor, model_name, host, port, unit_id, enabled, validated, control_state, silent) from ems.vw_device where site_id = 'home01' and device = 'charger'), 'charger Teltonika TeltoCharge EVC1, EVC2 127.0.0.1 1504 1 t t released f', 'a device and how it is reached');
select ems.fn_device_silent('home01', 'charger', 'device_silent', 'no answer', now());
select is((select array_agg(device) from ems.vw_device where silent), '{charger}'::text[], 'the one that does not answer');
select is((select writes_today from ems.vw_device where site_id = 'home01' and device = 'inverter'), null, 'nothing was written to it');
insert into ems.write_ledger (site_id, device_id, point, local_day, writes) select 'home01', test.device('home01', 'inverter'), p, (now() at time zone 'Europe/Prague')::date + d, w from (values ('work_mode', 0, 3), ('solar_sell', 0, 7), ('solar_sell', -1, 50)) as v (p, d, w);
select is((select writes_today || ' ' || most_writes_today from ems.vw_device where site_id = 'home01' and device = 'inverter'), '10 7', 'writes of the local day: all, and of the busiest register');

-- vw_latest_telemetry, vw_telemetry, vw_telemetry_15m_7d
select test.frame('home01', 'meter_grid', '{"grid_power_w": 1200}', now() - interval '5 s', now()), test.frame('home01', 'inverter', '{"battery_soc_pct": 50, "inverter_state": 2, "battery_temperature_c": 900}', now() - interval '1 hour', now());
select is((select concat_ws(' ', value, unit, kind, age_s, stale, suspect) from ems.vw_latest_telemetry where metric = 'grid_power_w'), '1200 W gauge 5 f f', 'a value with unit and age');
select is((select stale from ems.vw_latest_telemetry where metric = 'battery_soc_pct'), true, 'an old one is stale, visibly');
select is((select suspect from ems.vw_latest_telemetry where metric = 'battery_temperature_c'), true, 'an implausible one suspect');
select isnt((select label from ems.vw_latest_telemetry where metric = 'inverter_state'), null, 'a state has words');
select is((select string_agg(concat_ws(' ', metric, value, unit, suspect), ', ' order by metric) from ems.vw_telemetry where device = 'inverter'), 'battery_soc_pct 50 % f, battery_temperature_c 900 °C t, inverter_state 2  f', 'raw telemetry, a value a row');
select count(ems.fn_aggregate_telemetry('home01', now()));
insert into ems.telemetry_aggregate_15m (site_id, device_id, metric_id, level, starts_at, mean, lowest, highest, last, samples, covered_s) values ('home01', test.device('home01', 'inverter'), test.metric('battery_soc_pct'), 15, date_bin('15 min', now(), 'epoch') - interval '169 hours', 1, 1, 1, 1, 1, 1);
select is((select string_agg(concat_ws(' ', round(mean::numeric, 9), last, samples, ends_at - starts_at), ', ') from ems.vw_telemetry_15m_7d where metric = 'battery_soc_pct' and samples > 0), '50.000000000 50 1 00:15:00', 'a constant''s mean is that constant (to nine digits); quarter-hours of the last seven days and no more');

-- vw_device_setting
update ems.alert set state = 'resolved', resolved_at = now();
select test.read_settings('home01', now());
select ems.fn_override_create('home01', 'car_now', now() + interval '1 hour', 'anna', 'trip', now(), p_power_w => 6900);
select is((select count(*)::int from ems.vw_device_setting where wanted is not null or differs), 0, 'nothing is wanted yet');
select count(ems.fn_setpoint_make('home01', now()));
select is((select concat_ws(' ', device, value, wanted, owner_value, address, differs) from ems.vw_device_setting where wanted is not null), 'charger 16 10 16 900 t', 'what it holds, what is wanted, what the owner had, and that they differ');
select is((select count(*)::int from ems.vw_device_setting where differs), 1, 'only there');
-- vw_setpoint, vw_command, vw_override
select is((select concat_ws(' ', device, mode, author, reason, commands, verified) from ems.vw_setpoint), 'charger car_charge anna trip 1 0', 'what the charger is to do, why, and what it took');
select test.carry_out('home01', now() + interval '1 s');
select is((select verified from ems.vw_setpoint), 1, 'until it is verified');
select is((select concat_ws(' ', device, point, value, purpose, state, author, reason, written, value_read) from ems.vw_command), 'charger car_current_limit_a 10 setpoint verified anna car_charge: trip t 10', 'every write, with who and why');
select is((select differs from ems.vw_device_setting where point = 'car_current_limit_a'), false, 'and the setting holds');
select is((select concat_ws(' ', device, kind, power_w, author, reason) from ems.vw_override), 'charger car_now 6900 anna trip', 'what a person wanted');
select ems.fn_override_create('home01', 'export_stop', now() + interval '1 hour', 'bert', 'x', now());
select is((select count(*)::int from ems.vw_override where device is null), 1, 'one for the whole house has no device');
-- vw_alert
select is((select concat_ws(' ', source, severity, title, state, latched) from ems.vw_alert where code = 'device_silent'), 'infra error A device does not answer resolved f', 'an alert with what it means');
select is((select count(*)::int from ems.vw_alert where help = ''), 0, 'and what can be done');
-- vw_job_run
select ems.fn_job_request('home01', 'retain', '{}', 'anna', now());
select is((select concat_ws(' ', job, title, cause, author, state) from ems.vw_job_run), 'retain Drop what is too old request anna waiting', 'a run with its title');
select is((select count(*)::int from ems.vw_setpoint where site_id = 'home02') + (select count(*)::int from ems.vw_command where site_id = 'home02') + (select count(*)::int from ems.vw_override where site_id = 'home02'), 0, 'another house has none of it');
select is_empty($$ select c.relname from pg_class as c where c.relnamespace = 'api'::regnamespace and c.relkind = 'v' and test.refusal(format('select * from api.%I limit 1', c.relname)) <> 'accepted' $$, 'every view of api answers');
select * from finish();
rollback;
