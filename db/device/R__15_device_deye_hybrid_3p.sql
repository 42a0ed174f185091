-- Deye SUN-…K-SG…LP3 (LV battery, 48 V class) and …HP3 (HV battery, 160-700 V), three-phase hybrid inverters.
--
-- Sources: Deye "three-phase hybrid Modbus" V100 with V104 notes (V100); the maps of kellerza/sunsynk (SUN), davidrapan/ha-solarman (DR),
-- evcc (EV), kbialek/deye-inverter-mqtt (KB), Lewa-Reka/esphome-deye-inverter (LR). One register a line; every line is in two of them or more
-- unless its note says otherwise.
--
-- RTU 9600 8N1; FC03 and FC16 only; 32-bit values low word first. Battery power counts discharge as +, ours counts charging as +.
-- HV units give many powers in 10 W. 590, 619 and 625 are read as signed 16 bit: the high words (687-709) are not updated together with them.
select ems.fn_device_model_put(
  p_device_model => v.device_model, p_vendor => 'Deye', p_name => v.name, p_class => 'inverter', p_protocol => 'modbus',
  p_source => 'Deye three-phase hybrid Modbus protocol V100/V104; kellerza/sunsynk, ha-solarman, evcc',
  p_line => '9600 8N1', p_max_words => 60, p_max_gap_words => 8, p_write_function => 16, p_settle_ms => 1000,
  p_note => 'A firmware update may set the unit id to 0: then it is silent. HV firmware from about 1098 counts energy in whole kWh: lay scale 1000 over the counters. '
    '619 is the external CT or meter, 625 follows the inverter''s settings: choose grid_w per site and compare with the utility meter. '
    'There is no watchdog: what is written stays. Control therefore works through the time-of-use slot that holds now, enabled for today''s weekday only.',
  p_register => array[
    --               point                            space      addr encoding  scale        lowest  highest poll
    ems.fn_register('inverter_state'                 , 'holding', 500, 'u16'   , 1          , 0     , 100   , 'slow'),
    ems.fn_register('battery_charge_wh_total'        , 'holding', 516, 'u32_le', 100        , 0     , 1e10  , 'slow'),
    ems.fn_register('battery_discharge_wh_total'     , 'holding', 518, 'u32_le', 100        , 0     , 1e10  , 'slow'),
    ems.fn_register('grid_import_wh_total'           , 'holding', 522, 'u32_le', 100        , 0     , 1e10  , 'slow'),
    ems.fn_register('grid_export_wh_total'           , 'holding', 524, 'u32_le', 100        , 0     , 1e10  , 'slow'),
    ems.fn_register('load_wh_total'                  , 'holding', 527, 'u32_le', 100        , 0     , 1e10  , 'slow'),
    ems.fn_register('pv_wh_total'                    , 'holding', 534, 'u32_le', 100        , 0     , 1e10  , 'slow'),
    ems.fn_register('inverter_dc_temperature_c'      , 'holding', 540, 'u16'   , 0.1        , -40   , 150   , 'slow', bias => -100),
    ems.fn_register('inverter_heatsink_temperature_c', 'holding', 541, 'u16'   , 0.1        , -40   , 150   , 'slow', bias => -100),
    ems.fn_register('grid_relay_closed'              , 'holding', 552, 'u16'   , 1          , 0     , 1     , 'slow', mask => 4),
    ems.fn_register('inverter_warning_bits'          , 'holding', 553, 'u32_le', 1          , 0     , 4294967295, 'slow'),
    ems.fn_register('inverter_fault_bits'            , 'holding', 555, 'u64_le', 1          , 0     , 1.9e19, 'slow', note => 'bit n is fault F(n+1)'),
    ems.fn_register('battery_temperature_c'          , 'holding', 586, 'u16'   , 0.1        , -40   , 100   , 'slow', bias => -100),
    ems.fn_register('battery_voltage_v'              , 'holding', 587, 'u16'   , v.volt     , 0     , 1000  , 'slow'),
    ems.fn_register('battery_soc_pct'                , 'holding', 588, 'u16'   , 1          , 0     , 100   , 'fast'),
    ems.fn_register('battery_power_w'                , 'holding', 590, 'i16'   , -v.power   , -60000, 60000 , 'fast', note => 'V100: output power, + discharges'),
    ems.fn_register('battery_current_a'              , 'holding', 591, 'i16'   , -0.01      , -600  , 600   , 'slow', note => '+ discharges'),
    ems.fn_register('grid_l1_voltage_v'              , 'holding', 598, 'u16'   , 0.1        , 0     , 300   , 'slow'),
    ems.fn_register('grid_l2_voltage_v'              , 'holding', 599, 'u16'   , 0.1        , 0     , 300   , 'slow'),
    ems.fn_register('grid_l3_voltage_v'              , 'holding', 600, 'u16'   , 0.1        , 0     , 300   , 'slow'),
    ems.fn_register('grid_frequency_hz'              , 'holding', 609, 'u16'   , 0.01       , 45    , 55    , 'slow'),
    ems.fn_register('grid_l1_current_a'              , 'holding', 613, 'i16'   , 0.01       , -200  , 200   , 'fast'),
    ems.fn_register('grid_l2_current_a'              , 'holding', 614, 'i16'   , 0.01       , -200  , 200   , 'fast'),
    ems.fn_register('grid_l3_current_a'              , 'holding', 615, 'i16'   , 0.01       , -200  , 200   , 'fast'),
    ems.fn_register('grid_l1_power_w'                , 'holding', 616, 'i16'   , 1          , -25000, 25000 , 'fast', note => '+ import'),
    ems.fn_register('grid_l2_power_w'                , 'holding', 617, 'i16'   , 1          , -25000, 25000 , 'fast', note => '+ import'),
    ems.fn_register('grid_l3_power_w'                , 'holding', 618, 'i16'   , 1          , -25000, 25000 , 'fast', note => '+ import'),
    ems.fn_register('grid_power_w'                   , 'holding', 619, 'i16'   , 1          , -32768, 32767 , 'fast', note => 'external CT or meter, + import'),
    ems.fn_register('inverter_grid_power_w'          , 'holding', 625, 'i16'   , 1          , -32768, 32767 , 'fast', note => 'follows the measuring source set in the inverter, + import'),
    ems.fn_register('inverter_l1_power_w'            , 'holding', 633, 'i16'   , 1          , -25000, 25000 , 'slow'),
    ems.fn_register('inverter_l2_power_w'            , 'holding', 634, 'i16'   , 1          , -25000, 25000 , 'slow'),
    ems.fn_register('inverter_l3_power_w'            , 'holding', 635, 'i16'   , 1          , -25000, 25000 , 'slow'),
    ems.fn_register('inverter_power_w'               , 'holding', 636, 'i16'   , 1          , -32768, 32767 , 'fast', note => '+ towards the AC side'),
    ems.fn_register('backup_power_w'                 , 'holding', 643, 'u16'   , 1          , 0     , 60000 , 'slow'),
    ems.fn_register('load_power_w'                   , 'holding', 653, 'i16'   , 1          , -32768, 32767 , 'fast'),
    ems.fn_register('pv_1_power_w'                   , 'holding', 672, 'u16'   , v.power    , 0     , 40000 , 'fast'),
    ems.fn_register('pv_2_power_w'                   , 'holding', 673, 'u16'   , v.power    , 0     , 40000 , 'fast'),
    ems.fn_register('pv_3_power_w'                   , 'holding', 674, 'u16'   , v.power    , 0     , 40000 , 'fast'),
    ems.fn_register('pv_4_power_w'                   , 'holding', 675, 'u16'   , v.power    , 0     , 40000 , 'fast'),
    ems.fn_register('pv_1_voltage_v'                 , 'holding', 676, 'u16'   , 0.1        , 0     , 1200  , 'slow'),
    ems.fn_register('pv_1_current_a'                 , 'holding', 677, 'u16'   , 0.1        , 0     , 100   , 'slow'),
    ems.fn_register('pv_2_voltage_v'                 , 'holding', 678, 'u16'   , 0.1        , 0     , 1200  , 'slow'),
    ems.fn_register('pv_2_current_a'                 , 'holding', 679, 'u16'   , 0.1        , 0     , 100   , 'slow'),
    ems.fn_register('battery_charge_limit_a'         , 'holding', 212, 'u16'   , 1          , 0     , 1000  , 'slow', note => 'BMS'),
    ems.fn_register('battery_discharge_limit_a'      , 'holding', 213, 'u16'   , 1          , 0     , 1000  , 'slow', note => 'BMS'),
    ems.fn_register('battery_alarm_bits'             , 'holding', 220, 'u16'   , 1          , 0     , 65535 , 'slow', note => 'BMS, vendor specific'),
    -- identity
    ems.fn_register('device_type'                    , 'holding', 0  , 'u16'   , 1          , null  , null  , 'identity', note => '5 or 0x500 LV 3-phase hybrid; 6, 7, 8, 0x600, 0x601 HV'),
    ems.fn_register('protocol_version'               , 'holding', 2  , 'u16'   , 1          , null  , null  , 'identity', note => '0x0104 = V104'),
    ems.fn_register('serial_number'                  , 'holding', 3  , 'ascii' , 1          , null  , null  , 'identity', words => 5),
    ems.fn_register('firmware_version'               , 'holding', 13 , 'u16'   , 1          , null  , null  , 'identity'),
    ems.fn_register('rated_power_w'                  , 'holding', 20 , 'u32_le', 0.1        , null  , null  , 'identity'),
    -- clock: high byte first, local time without zone
    ems.fn_register('clock_year'                     , 'holding', 62 , 'u16'   , 1          , 2000  , 2255  , 'clock', 'rw', bias => 2000, mask => 65280),
    ems.fn_register('clock_month'                    , 'holding', 62 , 'u16'   , 1          , 1     , 12    , 'clock', 'rw', mask => 255),
    ems.fn_register('clock_day'                      , 'holding', 63 , 'u16'   , 1          , 1     , 31    , 'clock', 'rw', mask => 65280),
    ems.fn_register('clock_hour'                     , 'holding', 63 , 'u16'   , 1          , 0     , 23    , 'clock', 'rw', mask => 255),
    ems.fn_register('clock_minute'                   , 'holding', 64 , 'u16'   , 1          , 0     , 59    , 'clock', 'rw', mask => 65280),
    ems.fn_register('clock_second'                   , 'holding', 64 , 'u16'   , 1          , 0     , 59    , 'clock', 'rw', mask => 255),
    -- settings; survive power-off, so they are written on change only. Never: 81, 91, 92, 182-189, 1-7.
    ems.fn_register('charge_limit_a'                 , 'holding', 108, 'u16'   , 1          , 0     , 350   , 'setting', 'rw', note => 'sources end at 185, 240 or 350: the unit clamps'),
    ems.fn_register('discharge_limit_a'              , 'holding', 109, 'u16'   , 1          , 0     , 350   , 'setting', 'rw'),
    ems.fn_register('low_soc_pct'                    , 'holding', 117, 'u16'   , 1          , 0     , 100   , 'setting'),
    ems.fn_register('grid_charge_soc_pct'            , 'holding', 127, 'u16'   , 1          , 0     , 100   , 'setting', 'rw'),
    ems.fn_register('grid_charge_a'                  , 'holding', 128, 'u16'   , 1          , 0     , 350   , 'setting', 'rw'),
    ems.fn_register('grid_charge_enabled'            , 'holding', 130, 'u16'   , 1          , 0     , 1     , 'setting', 'rw'),
    ems.fn_register('work_mode'                      , 'holding', 142, 'u16'   , 1          , 0     , 2     , 'setting', 'rw', note => '0 selling first, 1 zero export to load, 2 zero export to CT'),
    ems.fn_register('max_sell_w'                     , 'holding', 143, 'u16'   , v.power    , 0     , 60000 , 'setting', 'rw', note => 'always a ceiling'),
    ems.fn_register('solar_sell'                     , 'holding', 145, 'u16'   , 1          , 0     , 1     , 'setting', 'rw', note => '0: PV surplus is curtailed'),
    ems.fn_register('tou_weekdays'                   , 'holding', 146, 'u16'   , 1          , 0     , 255   , 'setting', 'rw', note => 'b0 enable, b1 Monday … b7 Sunday (KB has the days reversed)'),
    ems.fn_register('tou_1_start_hhmm'               , 'holding', 148, 'u16'   , 1          , 0     , 2359  , 'setting', 'rw', note => 'decimal HHMM, ascending; a slot lasts until the next starts'),
    ems.fn_register('tou_2_start_hhmm'               , 'holding', 149, 'u16'   , 1          , 0     , 2359  , 'setting', 'rw'),
    ems.fn_register('tou_3_start_hhmm'               , 'holding', 150, 'u16'   , 1          , 0     , 2359  , 'setting', 'rw'),
    ems.fn_register('tou_4_start_hhmm'               , 'holding', 151, 'u16'   , 1          , 0     , 2359  , 'setting', 'rw'),
    ems.fn_register('tou_5_start_hhmm'               , 'holding', 152, 'u16'   , 1          , 0     , 2359  , 'setting', 'rw'),
    ems.fn_register('tou_6_start_hhmm'               , 'holding', 153, 'u16'   , 1          , 0     , 2359  , 'setting', 'rw'),
    ems.fn_register('tou_1_power_w'                  , 'holding', 154, 'u16'   , v.power    , 0     , 60000 , 'setting', 'rw', note => 'limits discharging in the slot'),
    ems.fn_register('tou_2_power_w'                  , 'holding', 155, 'u16'   , v.power    , 0     , 60000 , 'setting', 'rw'),
    ems.fn_register('tou_3_power_w'                  , 'holding', 156, 'u16'   , v.power    , 0     , 60000 , 'setting', 'rw'),
    ems.fn_register('tou_4_power_w'                  , 'holding', 157, 'u16'   , v.power    , 0     , 60000 , 'setting', 'rw'),
    ems.fn_register('tou_5_power_w'                  , 'holding', 158, 'u16'   , v.power    , 0     , 60000 , 'setting', 'rw'),
    ems.fn_register('tou_6_power_w'                  , 'holding', 159, 'u16'   , v.power    , 0     , 60000 , 'setting', 'rw'),
    ems.fn_register('tou_1_soc_pct'                  , 'holding', 166, 'u16'   , 1          , 0     , 100   , 'setting', 'rw', note => 'discharging stops here; with grid charge the battery is charged up to it'),
    ems.fn_register('tou_2_soc_pct'                  , 'holding', 167, 'u16'   , 1          , 0     , 100   , 'setting', 'rw'),
    ems.fn_register('tou_3_soc_pct'                  , 'holding', 168, 'u16'   , 1          , 0     , 100   , 'setting', 'rw'),
    ems.fn_register('tou_4_soc_pct'                  , 'holding', 169, 'u16'   , 1          , 0     , 100   , 'setting', 'rw'),
    ems.fn_register('tou_5_soc_pct'                  , 'holding', 170, 'u16'   , 1          , 0     , 100   , 'setting', 'rw'),
    ems.fn_register('tou_6_soc_pct'                  , 'holding', 171, 'u16'   , 1          , 0     , 100   , 'setting', 'rw'),
    ems.fn_register('tou_1_grid_charge'              , 'holding', 172, 'u16'   , 1          , 0     , 1     , 'setting', 'rw', mask => 1, note => 'other bits belong to the owner'),
    ems.fn_register('tou_2_grid_charge'              , 'holding', 173, 'u16'   , 1          , 0     , 1     , 'setting', 'rw', mask => 1),
    ems.fn_register('tou_3_grid_charge'              , 'holding', 174, 'u16'   , 1          , 0     , 1     , 'setting', 'rw', mask => 1),
    ems.fn_register('tou_4_grid_charge'              , 'holding', 175, 'u16'   , 1          , 0     , 1     , 'setting', 'rw', mask => 1),
    ems.fn_register('tou_5_grid_charge'              , 'holding', 176, 'u16'   , 1          , 0     , 1     , 'setting', 'rw', mask => 1),
    ems.fn_register('tou_6_grid_charge'              , 'holding', 177, 'u16'   , 1          , 0     , 1     , 'setting', 'rw', mask => 1),
    ems.fn_register('tou_1_sell'                     , 'holding', 172, 'u16'   , 1          , 0     , 1     , 'setting', 'rw', mask => 32, note => 'newer firmware: the battery may be sold in the slot; older ones ignore the bit and sell by work mode alone'),
    ems.fn_register('tou_2_sell'                     , 'holding', 173, 'u16'   , 1          , 0     , 1     , 'setting', 'rw', mask => 32),
    ems.fn_register('tou_3_sell'                     , 'holding', 174, 'u16'   , 1          , 0     , 1     , 'setting', 'rw', mask => 32),
    ems.fn_register('tou_4_sell'                     , 'holding', 175, 'u16'   , 1          , 0     , 1     , 'setting', 'rw', mask => 32),
    ems.fn_register('tou_5_sell'                     , 'holding', 176, 'u16'   , 1          , 0     , 1     , 'setting', 'rw', mask => 32),
    ems.fn_register('tou_6_sell'                     , 'holding', 177, 'u16'   , 1          , 0     , 1     , 'setting', 'rw', mask => 32)
  ],
  p_derivation => array[
    ('pv_power_w', 1, '{pv_1_power_w}'), ('pv_power_w', 1, '{pv_2_power_w}'), ('pv_power_w', 1, '{pv_3_power_w}'), ('pv_power_w', 1, '{pv_4_power_w}')
  ]::ems.derivation_spec[],
  -- Six fixed slots of four hours: only what the current one holds is changed. A dead worker's grid charging, selling and holding back end with it; work mode, charge limit and
  -- export stay until `ems restore`.
  p_mode => array[
    -- mode              point                 slot      value  parameter            note; written in this order
    ('any'             , 'tou_1_start_hhmm'  , null    , 0    , null               , null),
    ('any'             , 'tou_2_start_hhmm'  , null    , 400  , null               , null),
    ('any'             , 'tou_3_start_hhmm'  , null    , 800  , null               , null),
    ('any'             , 'tou_4_start_hhmm'  , null    , 1200 , null               , null),
    ('any'             , 'tou_5_start_hhmm'  , null    , 1600 , null               , null),
    ('any'             , 'tou_6_start_hhmm'  , null    , 2000 , null               , null),
    ('any'             , 'tou_n_grid_charge' , 'other' , 0    , null               , null),
    ('any'             , 'tou_n_sell'        , 'other' , 0    , null               , null),
    ('any'             , 'solar_sell'        , null    , null , 'export_allowed'   , 'off while an export would cost money'),
    ('any'             , 'max_sell_w'        , null    , null , 'export_limit_w'   , null),

    ('self_consumption', 'tou_n_grid_charge' , 'active', 0    , null               , null),
    ('self_consumption', 'tou_n_sell'        , 'active', 0    , null               , null),
    ('self_consumption', 'work_mode'         , null    , null , 'owner'            , 'zero export to load or to CT is a matter of wiring'),
    ('self_consumption', 'tou_n_soc_pct'     , 'other' , null , 'soc_floor_pct'    , null),
    ('self_consumption', 'tou_n_soc_pct'     , 'active', null , 'soc_floor_pct'    , null),
    ('self_consumption', 'tou_n_power_w'     , 'active', null , 'discharge_limit_w', 'a slot that once sold keeps its power'),
    ('self_consumption', 'charge_limit_a'    , null    , null , 'owner'            , null),
    ('self_consumption', 'discharge_limit_a' , null    , null , 'owner'            , null),

    ('hold'            , 'tou_n_grid_charge' , 'active', 0    , null               , null),
    ('hold'            , 'tou_n_sell'        , 'active', 0    , null               , null),
    ('hold'            , 'work_mode'         , null    , null , 'owner'            , null),
    ('hold'            , 'tou_n_soc_pct'     , 'other' , null , 'soc_floor_pct'    , null),
    ('hold'            , 'tou_n_soc_pct'     , 'active', 100  , null               , 'a slot SoC above the present one blocks discharging'),
    ('hold'            , 'charge_limit_a'    , null    , null , 'owner'            , null),

    ('idle'            , 'tou_n_grid_charge' , 'active', 0    , null               , null),
    ('idle'            , 'tou_n_sell'        , 'active', 0    , null               , null),
    ('idle'            , 'work_mode'         , null    , null , 'owner'            , null),
    ('idle'            , 'tou_n_soc_pct'     , 'other' , null , 'soc_floor_pct'    , null),
    ('idle'            , 'tou_n_soc_pct'     , 'active', null , 'soc_floor_pct'    , null),
    ('idle'            , 'tou_n_power_w'     , 'active', null , 'discharge_limit_w', null),
    ('idle'            , 'discharge_limit_a' , null    , null , 'owner'            , null),
    ('idle'            , 'charge_limit_a'    , null    , 0    , null               , 'PV goes to the grid, room is kept for later'),

    ('charge'          , 'tou_n_sell'        , 'active', 0    , null               , null),
    ('charge'          , 'work_mode'         , null    , null , 'owner'            , null),
    ('charge'          , 'tou_n_soc_pct'     , 'other' , null , 'soc_floor_pct'    , null),
    ('charge'          , 'charge_limit_a'    , null    , null , 'owner'            , null),
    ('charge'          , 'grid_charge_a'     , null    , null , 'grid_charge_a'    , null),
    ('charge'          , 'grid_charge_enabled', null   , 1    , null               , null),
    ('charge'          , 'tou_n_soc_pct'     , 'active', null , 'soc_target_pct'   , 'charged from the grid up to it'),
    ('charge'          , 'tou_n_grid_charge' , 'active', 1    , null               , null),

    ('discharge'       , 'tou_n_grid_charge' , 'active', 0    , null               , null),
    ('discharge'       , 'tou_n_sell'        , 'active', 1    , null               , null),
    ('discharge'       , 'tou_n_soc_pct'     , 'other' , 100  , null               , 'selling first would sell the battery in the other slots too'),
    ('discharge'       , 'tou_n_soc_pct'     , 'active', null , 'soc_target_pct'   , null),
    ('discharge'       , 'tou_n_power_w'     , 'active', null , 'discharge_w'      , null),
    ('discharge'       , 'charge_limit_a'    , null    , null , 'owner'            , null),
    ('discharge'       , 'discharge_limit_a' , null    , null , 'owner'            , null),
    ('discharge'       , 'work_mode'         , null    , 0    , null               , 'selling first'),

    ('any'             , 'tou_weekdays'      , null    , null , 'weekday_mask'     , 'enabled for today only')
  ]::ems.mode_spec[])
from (values
  -- model        name                                                   power V battery
  ('deye_sg_lp3', 'SUN-…K-SG04LP3, SG05LP3 (low-voltage battery)'      , 1   , 0.01),
  ('deye_sg_hp3', 'SUN-…K-SG01HP3, SG02HP3 (high-voltage battery)'     , 10  , 0.1)
) as v (device_model, name, power, volt);

select ems.fn_device_signal_put(m.device_model, array[
    ('grid', 'grid_w', 'grid_power_w'), ('grid', 'grid_l1_w', 'grid_l1_power_w'), ('grid', 'grid_l2_w', 'grid_l2_power_w'), ('grid', 'grid_l3_w', 'grid_l3_power_w'),
    ('grid', 'import_wh_total', 'grid_import_wh_total'), ('grid', 'export_wh_total', 'grid_export_wh_total'),
    ('sun', 'pv_w', 'pv_power_w'), ('battery', 'battery_w', 'battery_power_w'), ('battery', 'battery_v', 'battery_voltage_v'), ('battery', 'soc_pct', 'battery_soc_pct'),
    ('battery', 'inverter_ac_w', 'inverter_power_w')
  ]::ems.signal_spec[])
from ems.device_model as m where m.device_model in ('deye_sg_lp3', 'deye_sg_hp3');
