create or replace view ems.vw_device_setting with (security_invoker = true) as
select s.site_id, d.device, s.point, s.value, s.read_at, s.wanted, s.wanted_at, s.owner_value, s.owner_at, r.address, r.path, r.lowest, r.highest, r.access,
  s.wanted is not null and abs(s.value - s.wanted) > abs(r.scale) / 2 as differs
from ems.device_setting as s
join ems.device as d on d.site_id = s.site_id and d.device_id = s.device_id
cross join lateral (select x.* from ems.fn_device_register(s.site_id) as x where x.device_id = s.device_id and x.point = s.point) as r;
select ems.fn_view_comment('ems.vw_device_setting', 'Settings of the devices: what they hold, what is wanted, and what the owner had.', '{ems.device_setting,ems.device,ems.device_register}', '{"differs": "The device does not hold what is wanted."}');
