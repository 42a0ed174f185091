-- Loxone Miniserver: virtual inputs over HTTP. The names are the defaults; lay others over them with device_point.path.
-- Source: loxone.com/enen/kb/web-services. Accepted is HTTP 2xx and Code 200; the worker stops at 401 and 403.
select ems.fn_device_model_put(
  p_device_model => 'loxone_miniserver', p_vendor => 'Loxone', p_name => 'Miniserver, virtual inputs', p_class => 'building', p_protocol => 'loxone',
  p_source => 'loxone.com/enen/kb/web-services', p_settle_ms => 200, p_note => 'Inputs must be enabled for the user. Values are sent on change and read back.',
  p_register => array[
    --               point           space   addr  encoding  scale lowest highest poll
    ems.fn_register('battery_mode' , 'http', null, 'number', 1, 0      , 10    , 'setting', 'rw', path => 'EMS_BatteryMode', note => '1 self-consumption, 2 hold, 3 idle, 4 charge, 5 discharge'),
    ems.fn_register('price_rank'   , 'http', null, 'number', 1, 0      , 100   , 'setting', 'rw', path => 'EMS_PriceRank', note => '0 cheapest … 100 dearest slot of the known horizon'),
    ems.fn_register('buy_price'    , 'http', null, 'number', 1, -100   , 1000  , 'setting', 'rw', path => 'EMS_BuyPrice'),
    ems.fn_register('sell_price'   , 'http', null, 'number', 1, -100   , 1000  , 'setting', 'rw', path => 'EMS_SellPrice'),
    ems.fn_register('battery_plan_w', 'http', null, 'number', 1, -100000, 100000, 'setting', 'rw', path => 'EMS_BatteryPower'),
    ems.fn_register('car_plan_w'   , 'http', null, 'number', 1, 0      , 100000, 'setting', 'rw', path => 'EMS_CarPower'),
    ems.fn_register('heat_pump_plan_w', 'http', null, 'number', 1, 0   , 100000, 'setting', 'rw', path => 'EMS_HeatPumpPower')
  ],
  p_mode => array[
    ('publish', 'battery_mode'    , null, null, 'battery_mode', null),
    ('publish', 'price_rank'      , null, null, 'price_rank'  , null),
    ('publish', 'buy_price'       , null, null, 'buy_price'   , null),
    ('publish', 'sell_price'      , null, null, 'sell_price'  , null),
    ('publish', 'battery_plan_w'  , null, null, 'battery_w'   , null),
    ('publish', 'car_plan_w'      , null, null, 'car_w'       , null),
    ('publish', 'heat_pump_plan_w', null, null, 'heat_pump_w' , null)
  ]::ems.mode_spec[]);
