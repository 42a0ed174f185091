-- A three-phase meter with the neutral map of docs/devices.md: input registers, high word first. As grid meter and for single consumers.
select ems.fn_device_model_put(
  p_device_model => 'generic_meter', p_vendor => 'generic', p_name => 'Three-phase meter at the grid', p_class => 'meter', p_protocol => 'modbus',
  p_source => 'EMS docs/devices.md', p_max_words => 60,
  p_note => 'For a meter with another map lay its addresses, encodings and scales over these points with device_point.',
  p_register => array[
    --               point                    space    addr encoding  scale lowest highest poll
    ems.fn_register('grid_l1_voltage_v'      , 'input', 0  , 'f32_be', 1, 0     , 300  , 'slow'),
    ems.fn_register('grid_l2_voltage_v'      , 'input', 2  , 'f32_be', 1, 0     , 300  , 'slow'),
    ems.fn_register('grid_l3_voltage_v'      , 'input', 4  , 'f32_be', 1, 0     , 300  , 'slow'),
    ems.fn_register('grid_l1_current_a'      , 'input', 6  , 'f32_be', 1, -200  , 200  , 'fast'),
    ems.fn_register('grid_l2_current_a'      , 'input', 8  , 'f32_be', 1, -200  , 200  , 'fast'),
    ems.fn_register('grid_l3_current_a'      , 'input', 10 , 'f32_be', 1, -200  , 200  , 'fast'),
    ems.fn_register('grid_l1_power_w'        , 'input', 12 , 'f32_be', 1, -25000, 25000, 'fast'),
    ems.fn_register('grid_l2_power_w'        , 'input', 14 , 'f32_be', 1, -25000, 25000, 'fast'),
    ems.fn_register('grid_l3_power_w'        , 'input', 16 , 'f32_be', 1, -25000, 25000, 'fast'),
    ems.fn_register('grid_power_w'           , 'input', 18 , 'f32_be', 1, -70000, 70000, 'fast'),
    ems.fn_register('grid_frequency_hz'      , 'input', 20 , 'f32_be', 1, 45    , 55   , 'slow'),
    ems.fn_register('grid_import_wh_total'   , 'input', 22 , 'u32_be', 1, 0     , 1e10 , 'slow'),
    ems.fn_register('grid_export_wh_total'   , 'input', 24 , 'u32_be', 1, 0     , 1e10 , 'slow'),
    ems.fn_register('grid_l1_import_wh_total', 'input', 26 , 'u32_be', 1, 0     , 1e10 , 'slow'),
    ems.fn_register('grid_l2_import_wh_total', 'input', 28 , 'u32_be', 1, 0     , 1e10 , 'slow'),
    ems.fn_register('grid_l3_import_wh_total', 'input', 30 , 'u32_be', 1, 0     , 1e10 , 'slow'),
    ems.fn_register('grid_l1_export_wh_total', 'input', 32 , 'u32_be', 1, 0     , 1e10 , 'slow'),
    ems.fn_register('grid_l2_export_wh_total', 'input', 34 , 'u32_be', 1, 0     , 1e10 , 'slow'),
    ems.fn_register('grid_l3_export_wh_total', 'input', 36 , 'u32_be', 1, 0     , 1e10 , 'slow')
  ]);
select ems.fn_device_model_put(
  p_device_model => 'generic_heat_pump_meter', p_vendor => 'generic', p_name => 'Three-phase meter of a heat pump', p_class => 'meter', p_protocol => 'modbus',
  p_source => 'EMS docs/devices.md', p_max_words => 60, p_note => 'The same map, read as the consumption of a heat pump.',
  p_register => array[
    ems.fn_register('heat_pump_power_w'      , 'input', 18 , 'f32_be', 1, 0     , 30000, 'fast'),
    ems.fn_register('heat_pump_wh_total'     , 'input', 22 , 'u32_be', 1, 0     , 1e10 , 'slow')
  ]);

-- (the phases' own counters, summed: where each phase is paid for itself a total that nets them is too small)
select ems.fn_device_signal_put('generic_meter', array[
    ('grid', 'grid_w', 'grid_power_w'), ('grid', 'grid_l1_w', 'grid_l1_power_w'), ('grid', 'grid_l2_w', 'grid_l2_power_w'), ('grid', 'grid_l3_w', 'grid_l3_power_w'),
    ('grid', 'import_wh_total', 'grid_l1_import_wh_total'), ('grid', 'import_wh_total', 'grid_l2_import_wh_total'), ('grid', 'import_wh_total', 'grid_l3_import_wh_total'),
    ('grid', 'export_wh_total', 'grid_l1_export_wh_total'), ('grid', 'export_wh_total', 'grid_l2_export_wh_total'), ('grid', 'export_wh_total', 'grid_l3_export_wh_total')
  ]::ems.signal_spec[]);

select ems.fn_device_signal_put('generic_heat_pump_meter', array[
    ('heat_pump', 'heat_pump_w', 'heat_pump_power_w')
  ]::ems.signal_spec[]);
