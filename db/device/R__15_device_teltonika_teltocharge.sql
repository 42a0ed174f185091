-- Teltonika TeltoCharge EVC1 (RTU) and EVC2 (RTU and TCP).
--
-- The maker's register tables (wiki pages External_control_RS485 and EMS_configuration_EVC2) could not be had. What stands here with an
-- address is a hint from one public source citing the protocol's revision 0.5 of 2024-07-23: compare with the display before validating.
-- What nobody told us has no address: an installer who has the table fills it in device_point, and only then the charger can be controlled.
select ems.fn_device_model_put(
  p_device_model => 'teltonika_teltocharge', p_vendor => 'Teltonika', p_name => 'TeltoCharge EVC1, EVC2', p_class => 'charger', p_protocol => 'modbus',
  p_source => 'Hints citing Teltonika "Modbus RTU Communication protocol" rev 0.5; unverified', p_max_words => 41, p_max_gap_words => 40, p_settle_ms => 2000,
  p_note => 'Set the charger to Secondary in its app. In watchdog mode charging stops without traffic and returns with it; without watchdog the last setting stays. '
    'The app may change the same settings at any time. EVC1: RS485 only.',
  p_register => array[
    --               point               space      addr  encoding scale lowest highest poll
    ems.fn_register('car_l1_voltage_v' , 'holding', 0   , 'i16' , 1   , 0 , 300   , 'slow'),
    ems.fn_register('car_l2_voltage_v' , 'holding', 1   , 'i16' , 1   , 0 , 300   , 'slow'),
    ems.fn_register('car_l3_voltage_v' , 'holding', 2   , 'i16' , 1   , 0 , 300   , 'slow'),
    ems.fn_register('car_l1_current_a' , 'holding', 3   , 'i16' , 0.1 , 0 , 80    , 'fast'),
    ems.fn_register('car_l2_current_a' , 'holding', 4   , 'i16' , 0.1 , 0 , 80    , 'fast'),
    ems.fn_register('car_l3_current_a' , 'holding', 5   , 'i16' , 0.1 , 0 , 80    , 'fast'),
    ems.fn_register('car_state'        , 'holding', 6   , 'u16' , 1   , 0 , 65535 , 'fast', note => '0 charging (state C), 1-3 connected (kinds of state B), others unknown'),
    -- unknown to us: power and session energy (registers 38 and 39 exist, their units are not known), current limit, enable, watchdog
    ems.fn_register('car_power_register', 'holding', 38 , 'u16' , 1   , null, null, 'none', note => 'unit unknown'),
    ems.fn_register('car_energy_register', 'holding', 39, 'u16' , 1   , null, null, 'none', note => 'unit unknown'),
    ems.fn_register('car_current_limit_a', 'holding', null, 'u16', 1  , 0 , 32    , 'setting', 'rw', note => 'address and scale unknown'),
    ems.fn_register('watchdog_s'       , 'holding', null, 'u16' , 1   , 0 , 65535 , 'setting', note => 'address unknown'),
    ems.fn_register('fallback_current_a', 'holding', null, 'u16', 1   , 0 , 32    , 'setting', note => 'address and scale unknown')
  ],
  p_derivation => array[
    ('car_power_w', 1, '{car_l1_voltage_v,car_l1_current_a}'), ('car_power_w', 1, '{car_l2_voltage_v,car_l2_current_a}'),
    ('car_power_w', 1, '{car_l3_voltage_v,car_l3_current_a}')
  ]::ems.derivation_spec[],
  p_mode => array[
    ('car_charge', 'car_current_limit_a', null, null, 'car_current_a', null),
    ('car_pause' , 'car_current_limit_a', null, 0   , null           , null)
  ]::ems.mode_spec[]);

select ems.fn_device_signal_put('teltonika_teltocharge', array[
    ('car', 'ev_w', 'car_power_w')
  ]::ems.signal_spec[]);
