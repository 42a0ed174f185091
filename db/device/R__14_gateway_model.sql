-- Ways to reach devices. Waveshare: values proven by users of the "(B)" models (0xAHA, wills106; facts in devices.md section 3).
select ems.fn_gateway_model_put('waveshare_rs485_to_eth_b', 'Waveshare RS485 TO ETH (B), RS485 TO POE ETH (B)',
  'wills106/homeassistant-solax-modbus, 0xAHA/Growatt_ModbusTCP', 'modbus_tcp', 3000, 1500, 50, 60::smallint, 60, 1::smallint,
  'Protocol "Modbus TCP to RTU", not transparent and not the auto-query storage mode. Port 502. Instruction timeout 288 ms, RS485 conflict gap 20 ms, '
  'max TCP clients 1, TCP idle timeout 60 s. Serial parameters as the device (Deye 8N1, Samsung 8E1: never on one gateway). 120 Ω at both ends only.');
select ems.fn_gateway_model_put('modbus_tcp_direct', 'Modbus TCP, device itself', 'Modbus Messaging on TCP/IP Implementation Guide V1.0b', 'modbus_tcp',
  3000, 2000, 0, 125::smallint, 0, 1::smallint, 'A device with its own Ethernet port.');
select ems.fn_gateway_model_put('loxone_http', 'Loxone Miniserver', 'loxone.com/enen/kb/web-services; LoxBerry', 'http',
  3000, 5000, 0, 1::smallint, 10, 1::smallint,
  'A user of its own with rights to the virtual inputs only; credentials as user:password in the secret. Wrong ones lock the address out: the worker stops at the first 401 or 403.');
