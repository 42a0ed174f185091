-- Samsung EHS heat pump by the Modbus interface module MIM-B19N / MIM-B19NT.
--
-- Source: Samsung installation manual DB68-07538A (registers there are one higher than these PDU addresses); default message-set table of the
-- outdoor (4, 5) and indoor unit (82-89); openenergymonitor/emonhub, glynhudson/samsung-modbus-mim-b19n.
-- RTU 9600 8E1. A range must hold defined addresses only. Every write is forwarded to the indoor unit; a written register changes only when
-- that unit reports the new state. All registers are 0 until the module has found its units (up to 10 min): heat_pump_ready tells.
select ems.fn_device_model_put(
  p_device_model => 'samsung_ehs_mim_b19n', p_vendor => 'Samsung', p_name => 'EHS by MIM-B19N', p_class => 'heat_pump', p_protocol => 'modbus',
  p_source => 'Samsung DB68-07538A (MIM-B19NT)', p_line => '9600 8E1', p_max_words => 20, p_max_gap_words => 0, p_write_function => 6, p_settle_ms => 2000,
  p_note => 'On lost communication inside the heat pump the last values stay: watch heat_pump_ready (bit 3). The wall remote may change the same settings. No power or energy register: use a meter.',
  p_register => array[
    --               point                   space      addr encoding scale lowest highest poll
    ems.fn_register('compressor_hz'        , 'holding', 4  , 'u16' , 1   , 0   , 200 , 'slow', note => 'message 0x8238 of the default table'),
    ems.fn_register('outdoor_temperature_c', 'holding', 5  , 'i16' , 0.1 , -50 , 60  , 'slow', note => 'message 0x8204 of the default table'),
    ems.fn_register('heat_pump_defrost'    , 'holding', 2  , 'u16' , 1   , 0   , 255 , 'slow'),
    ems.fn_register('heat_pump_ready'      , 'holding', 50 , 'u16' , 1   , 0   , 15  , 'fast', note => 'low three bits set: may be controlled; bit 3: communication error'),
    ems.fn_register('heat_pump_error'      , 'holding', 63 , 'u16' , 1   , 0   , 999 , 'slow'),
    ems.fn_register('return_temperature_c' , 'holding', 65 , 'i16' , 0.1 , -20 , 100 , 'slow'),
    ems.fn_register('flow_temperature_c'   , 'holding', 66 , 'i16' , 0.1 , -20 , 100 , 'slow'),
    ems.fn_register('tank_temperature_c'   , 'holding', 75 , 'i16' , 0.1 , -20 , 110 , 'slow'),
    ems.fn_register('water_flow_l_min'     , 'holding', 87 , 'u16' , 0.1 , 0   , 200 , 'slow', note => 'message 0x42E9 of the default table'),
    ems.fn_register('heating_on'           , 'holding', 52 , 'u16' , 1   , 0   , 1   , 'setting', 'rw'),
    ems.fn_register('heating_mode'         , 'holding', 53 , 'u16' , 1   , 0   , 24  , 'setting', note => '0 auto, 1 cool, 4 heat'),
    ems.fn_register('flow_setpoint_c'      , 'holding', 68 , 'i16' , 0.1 , 15  , 65  , 'setting', 'rw', note => 'under a weather curve (mode auto) it shows the curve''s value',
      writable_point => 'heating_mode', writable_value => '{1,4}'),
    ems.fn_register('dhw_on'               , 'holding', 72 , 'u16' , 1   , 0   , 1   , 'setting', 'rw'),
    ems.fn_register('dhw_mode'             , 'holding', 73 , 'u16' , 1   , 0   , 3   , 'setting', 'rw', note => '0 eco, 1 standard, 2 power, 3 force'),
    ems.fn_register('dhw_setpoint_c'       , 'holding', 74 , 'i16' , 0.1 , 30  , 70  , 'setting', 'rw')
  ],
  p_derivation => array[
    -- kW ≈ l/min × K × 0.0697 for water
    ('heat_power_w', 69.7, '{water_flow_l_min,flow_temperature_c}'), ('heat_power_w', -69.7, '{water_flow_l_min,return_temperature_c}')
  ]::ems.derivation_spec[],
  p_mode => array[
    ('heat_normal', 'flow_setpoint_c', null, null, 'owner', null),
    ('heat_normal', 'dhw_setpoint_c' , null, null, 'owner', null),
    ('heat_boost' , 'flow_setpoint_c', null, null, 'flow_setpoint_c', 'heat is stored in house and tank'),
    ('heat_boost' , 'dhw_setpoint_c' , null, null, 'dhw_setpoint_c', null),
    ('heat_reduce', 'flow_setpoint_c', null, null, 'flow_setpoint_c', 'less, never off: what stays after a crash keeps the house warm'),
    ('heat_reduce', 'dhw_setpoint_c' , null, null, 'dhw_setpoint_c', null)
  ]::ems.mode_spec[]);

select ems.fn_device_signal_put('samsung_ehs_mim_b19n', array[
    ('heat', 'heat_w', 'heat_power_w'), ('heat', 'outdoor_c', 'outdoor_temperature_c'), ('heat', 'flow_c', 'flow_temperature_c'),
    ('heat', 'return_c', 'return_temperature_c'), ('heat', 'tank_c', 'tank_temperature_c')
  ]::ems.signal_spec[]);
