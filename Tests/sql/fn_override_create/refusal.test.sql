-- What a person may ask for, and what is refused by code.
begin;
select plan(16);
select test.house();
create function pg_temp.ask(p_kind text, p_ends_at text default '2026-01-15 12:00Z', p_device text default null, p_power_w text default 'null', p_energy_wh text default 'null', p_site text default 'home01') returns text language sql as
$$ select test.refusal(format($q$ select ems.fn_override_create(%L, %L, %L, 'anna', 'because', '2026-01-15 10:00Z', %L, %s, %s) $q$, p_site, p_kind, p_ends_at, p_device, p_power_w, p_energy_wh)) $$;
select is(pg_temp.ask('car_now', p_site => 'nowhere'), 'SA404', 'an unknown house');
select is(pg_temp.ask('car_now', '2026-01-15 10:00Z'), 'SA422 override_future', 'an end that is not in the future');
select is(pg_temp.ask('car_now', '2026-01-22 10:01Z'), '23514 override_ends_at_check', 'more than seven days');
select is(pg_temp.ask('car_now', '2026-01-22 10:00Z'), 'accepted', 'seven days are allowed');
select is(pg_temp.ask('car_now', p_device => 'inverter'), 'SA422 override_device', 'charging a car by the inverter');
select is(pg_temp.ask('battery_hold', p_device => 'nobody'), 'SA422 override_device', 'an unknown device');
select is(pg_temp.ask('hands_off', p_device => 'meter_grid'), 'SA422 override_device', 'leaving alone what cannot be controlled anyway');
select is(pg_temp.ask('dance'), '23514 override_kind_check', 'an unknown kind');
select is(pg_temp.ask('battery_charge', p_power_w => '0'), '23514 override_power_w_check', 'no power');
select is(pg_temp.ask('battery_charge', p_power_w => '100001'), '23514 override_power_w_check', 'too much power');
select is(pg_temp.ask('car_now', p_energy_wh => '-1'), '23514 override_energy_wh_check', 'a negative amount');
select is(test.refusal($$ select ems.fn_override_create('home01', 'car_now', '2026-01-15 12:00Z', 'anna', '', '2026-01-15 10:00Z') $$), '23514 override_reason_check', 'no reason');
select is(pg_temp.ask('export_stop'), 'accepted', 'stopping the export needs no device');
select is(pg_temp.ask('hands_off', p_device => 'charger'), 'accepted', 'leaving a charger alone');
select results_eq($$ select o.kind, d.device from ems.override as o left join ems.device as d on d.site_id = o.site_id and d.device_id = o.device_id order by o.override_id $$,
  $$ values ('car_now', 'charger'), ('export_stop', null), ('hands_off', 'charger') $$, 'the device is found by the kind where there is but one');
update ems.device set enabled = false where device = 'heat_pump';
select is(pg_temp.ask('heat_boost'), 'SA422 override_device', 'a device that is switched off');
select * from finish();
rollback;
