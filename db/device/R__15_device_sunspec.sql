-- SunSpec inverter (models 1, 103, 123) and meter (models 1, 203). Source: sunspec/models JSON.
-- Addresses count from the id register of the model, which the worker finds by walking the chain from "SunS". High word first.
select ems.fn_device_model_put(
  p_device_model => 'sunspec_inverter', p_vendor => 'SunSpec', p_name => 'SunSpec three-phase inverter (model 103)', p_class => 'inverter', p_protocol => 'modbus',
  p_source => 'sunspec/models model_1, model_103, model_123', p_max_words => 60, p_settle_ms => 2000,
  p_note => 'A PV inverter without battery. WMaxLimPct falls back by itself after its reversion time.',
  p_register => array[
    --               point                     space      addr encoding  scale lowest highest poll
    ems.fn_register('serial_number'          , 'holding', 50 , 'ascii' , 1, null , null , 'identity', sunspec_model => 1, words => 16),
    ems.fn_register('firmware_version'       , 'holding', 42 , 'ascii' , 1, null , null , 'identity', sunspec_model => 1, words => 8),
    ems.fn_register('pv_power_w'             , 'holding', 14 , 'i16'   , 1, -100 , 60000, 'fast', sunspec_model => 103, exponent_address => 15),
    ems.fn_register('grid_frequency_hz'      , 'holding', 16 , 'u16'   , 1, 45   , 55   , 'slow', sunspec_model => 103, exponent_address => 17),
    ems.fn_register('pv_wh_total'            , 'holding', 24 , 'u32_be', 1, 0    , 1e10 , 'slow', sunspec_model => 103, exponent_address => 26),
    ems.fn_register('inverter_heatsink_temperature_c', 'holding', 33, 'i16', 1, -40, 150, 'slow', sunspec_model => 103, exponent_address => 37)
  ]);
select ems.fn_device_model_put(
  p_device_model => 'sunspec_meter', p_vendor => 'SunSpec', p_name => 'SunSpec three-phase meter (model 203)', p_class => 'meter', p_protocol => 'modbus',
  p_source => 'sunspec/models model_1, model_203', p_max_words => 60,
  p_note => 'W is + for import with most makers: compare with the display before validating.',
  p_register => array[
    ems.fn_register('serial_number'          , 'holding', 50 , 'ascii' , 1, null , null , 'identity', sunspec_model => 1, words => 16),
    ems.fn_register('grid_power_w'           , 'holding', 18 , 'i16'   , 1, -70000, 70000, 'fast', sunspec_model => 203, exponent_address => 22),
    ems.fn_register('grid_l1_power_w'        , 'holding', 19 , 'i16'   , 1, -25000, 25000, 'fast', sunspec_model => 203, exponent_address => 22),
    ems.fn_register('grid_l2_power_w'        , 'holding', 20 , 'i16'   , 1, -25000, 25000, 'fast', sunspec_model => 203, exponent_address => 22),
    ems.fn_register('grid_l3_power_w'        , 'holding', 21 , 'i16'   , 1, -25000, 25000, 'fast', sunspec_model => 203, exponent_address => 22),
    ems.fn_register('grid_export_wh_total'   , 'holding', 38 , 'u32_be', 1, 0    , 1e10 , 'slow', sunspec_model => 203, exponent_address => 54),
    ems.fn_register('grid_import_wh_total'   , 'holding', 46 , 'u32_be', 1, 0    , 1e10 , 'slow', sunspec_model => 203, exponent_address => 54)
  ]);

select ems.fn_device_signal_put('sunspec_inverter', array[
    ('sun', 'pv_w', 'pv_power_w'), ('sun', 'inverter_ac_w', 'pv_power_w')
  ]::ems.signal_spec[]);

select ems.fn_device_signal_put('sunspec_meter', array[
    ('grid', 'grid_w', 'grid_power_w'), ('grid', 'grid_l1_w', 'grid_l1_power_w'), ('grid', 'grid_l2_w', 'grid_l2_power_w'), ('grid', 'grid_l3_w', 'grid_l3_power_w'),
    ('grid', 'import_wh_total', 'grid_import_wh_total'), ('grid', 'export_wh_total', 'grid_export_wh_total')
  ]::ems.signal_spec[]);
