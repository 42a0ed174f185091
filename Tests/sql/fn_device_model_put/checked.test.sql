-- A driver is loaded whole or not at all, and says what is wrong with it.
begin;
select plan(14);
create function pg_temp.put(p_register ems.register_spec[], p_derivation ems.derivation_spec[] default '{}', p_mode ems.mode_spec[] default '{}') returns text language sql as $$
  select ems.fn_device_model_put('acme_x1', 'Acme', 'X1', 'inverter', 'modbus', 'manual p. 3', p_register, p_derivation, p_mode);
  select 'loaded';
$$;
select is(pg_temp.put(array[ems.fn_register('grid_power_w', 'holding', 1, 'i16', 1, -1000, 1000, 'fast'), ems.fn_register('limit_w', 'holding', 9, 'u16', 1, 0, 500, 'setting', 'rw'), ems.fn_register('serial_number', 'holding', 20, 'ascii', 1, null, null, 'identity', words => 8)],
  '{}', array[('charge', 'limit_w', null, 500, null, null)]::ems.mode_spec[]), 'loaded', 'a good driver is loaded');
select is((select words::int from ems.device_register where device_model = 'acme_x1' and point = 'serial_number'), 8, 'words of a text are given');
select is((select words::int from ems.device_register where device_model = 'acme_x1' and point = 'grid_power_w'), 1, 'those of a number follow from its encoding');
select is(pg_temp.put(array[ems.fn_register('grid_power_w', 'holding', 2, 'i16', 1, -1000, 1000, 'fast')]), 'loaded', 'loaded again');
select is((select array_agg(format('%s %s', point, address)) from ems.device_register where device_model = 'acme_x1'), '{"grid_power_w 2"}', 'it is replaced whole');
select is_empty($$ select from ems.device_mode where device_model = 'acme_x1' $$, 'its modes too');
select is(test.refusal($$ select pg_temp.put(array[ems.fn_register('flux_gw', 'holding', 1, 'i16', 1, 0, 1, 'fast')]) $$), 'SA422 device_model_complete', 'telemetry that is not in the dictionary is refused');
select is(test.refusal($$ select pg_temp.put(array[ems.fn_register('pv_1_power_w', 'holding', 1, 'i16', 1, 0, 1, 'fast')], array[('pv_power_w', 1, '{pv_9_power_w}')]::ems.derivation_spec[]) $$), 'SA422 device_model_complete', 'so is a metric derived from a point the model lacks');
select is(test.refusal($$ select pg_temp.put(array[ems.fn_register('limit_w', 'holding', 1, 'u16', 1, 0, 500, 'setting')], '{}', array[('charge', 'limit_w', null, 1, null, null)]::ems.mode_spec[]) $$), 'SA422 device_model_complete', 'a mode may not write what is read-only');
select is(test.refusal($$ select pg_temp.put(array[ems.fn_register('limit_w', 'holding', 1, 'u16', 1, 0, 500, 'setting', 'rw')], '{}', array[('charge', 'limit_w', null, 501, null, null)]::ems.mode_spec[]) $$), 'SA422 device_model_complete', 'nor a value beyond its limits');
select throws_ok($$ select pg_temp.put(array[ems.fn_register('grid_power_w', 'holding', 1, 'i16', 1, 0, 1, 'fast'), ems.fn_register('pv_power_w', 'holding', 1, 'u16', 1, 0, 1, 'fast')]) $$, '23505', null, 'two points on one register are refused');
select is(test.refusal($$ select pg_temp.put(array[ems.fn_register('limit_w', 'holding', 1, 'u16', 1, null, null, 'setting', 'rw')]) $$), '23514 device_register_writable_check', 'a register that may be written needs limits');
select is(test.refusal($$ select pg_temp.put(array[ems.fn_register('limit_w', 'input', 1, 'u16', 1, 0, 1, 'setting', 'rw')]) $$), '23514 device_register_writable_check', 'an input register cannot be written');
select is((select array_agg(format('%s %s', point, address)) from ems.device_register where device_model = 'acme_x1'), '{"grid_power_w 2"}', 'what was loaded before stays when a later load is refused');
select * from finish();
rollback;
