-- What the installer knows better lies over what the model says.
begin;
select plan(7);
select test.house();
insert into ems.device_point (site_id, device_id, point, space, address, encoding, scale, lowest, highest, poll, source)
values ('home01', test.device('home01', 'meter_grid'), 'grid_power_w', 'holding', 300, 'i16', 10, -30000, 30000, 'slow', 'display');
select is((select format('%s %s %s %s %s %s', space, address, encoding, words, scale, poll) from ems.fn_device_register('home01') where device = 'meter_grid' and point = 'grid_power_w'), 'holding 300 i16 1 10 slow',
  'space, address, encoding, scale and poll are the installer''s; words follow from the encoding');
select is((select lowest from ems.fn_device_register('home01') where device = 'meter_grid' and point = 'grid_power_w'), -30000::double precision, 'so are the limits');
select is((select format('%s %s', address, encoding) from ems.fn_device_register('home01') where device = 'meter_grid' and point = 'grid_l1_power_w'), '12 f32_be', 'other points keep what the model says');
select test.house('home02');
select is((select address from ems.fn_device_register('home02') where device = 'meter_grid' and point = 'grid_power_w'), 18, 'and so does the same meter in another house');
insert into ems.device_point (site_id, device_id, point, path, source) values ('home01', test.device('home01', 'building'), 'price_rank', 'VI7', 'Loxone Config');
select is((select path from ems.fn_device_register('home01') where device = 'building' and point = 'price_rank'), 'VI7', 'a virtual input may have another name');
select is(test.refusal($$ insert into ems.device_point (site_id, device_id, point, address, source) values ('home01', test.device('home01', 'meter_grid'), 'grid_l1_power_w', 70000, 'display') $$), '23514 device_point_address_check', 'an address beyond 65535 is refused');
select is(test.refusal($$ insert into ems.device_point (site_id, device_id, point, scale, source) values ('home01', test.device('home01', 'meter_grid'), 'grid_l1_power_w', 0, 'display') $$), '23514 device_point_scale_check', 'a scale of 0 too');
select * from finish();
rollback;
