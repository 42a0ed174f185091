create or replace function ems.fn_configuration_section()
returns table (rank integer, section text, relation text, key text[], hidden text[], replaced boolean)
language sql immutable parallel safe set search_path = pg_catalog, pg_temp
as $$
  values
    (1, 'site', 'site', '{}'::text[], '{created_at,simulated,control_mode}'::text[], false),
    (2, 'gateways', 'gateway', '{gateway_id}', '{owner_worker,owner_until}', false),
    (3, 'devices', 'device', '{device}', '{device_id,validated,validated_at,validated_by,first_seen_at,last_seen_at,serial_number,firmware_version,hardware_revision,control_state}', false),
    (4, 'device_points', 'device_point', '{device,point}', '{}', true),
    (5, 'signals', 'site_signal', '{signal,device,metric}', '{}', true),
    (6, 'batteries', 'battery', '{device}', '{}', true),
    (7, 'chargers', 'charger', '{device}', '{}', false),
    (8, 'car_demands', 'car_demand', '{device,weekday}', '{}', true),
    (9, 'heat_pumps', 'heat_pump', '{device}', '{}', true),
    (10, 'pv_planes', 'pv_plane', '{plane}', '{}', true),
    (11, 'tariffs', 'site_distribution', '{validity}', '{}', true),
    (12, 'contracts', 'supply_contract', '{direction,validity}', '{contract_id}', true),
    (13, 'forecasts', 'site_forecast', '{provider}', '{}', true),
    (14, 'jobs', 'job', '{job}', '{tick_at}', false)
$$;
comment on function ems.fn_configuration_section() is
  'Parts of a house''s configuration in the order they are written: name in the document, table, what tells its rows apart within the house, columns that are no configuration, '
  'and whether a row that is left out of the document goes (replaced) or must be named (things with a history are switched off instead). A column device_id stands in the document as device, its name.';
