create or replace view ems.vw_site with (security_invoker = true) as
select s.site_id, s.name, s.time_zone, s.currency, s.country, s.market_code, s.latitude_deg, s.longitude_deg, s.phases, s.fuse_a, s.export_limit_w, s.control_mode, s.slot_minutes, s.simulated,
  b.capacity_wh, b.soc_min_pct, b.soc_max_pct,
  exists (select from ems.alert as a where a.site_id = s.site_id and a.code = 'safety_lock' and a.state <> 'resolved') as locked
from ems.site as s left join ems.battery as b on b.site_id = s.site_id;
select ems.fn_view_comment('ems.vw_site', 'Houses, with the limits of their batteries.', '{ems.site,ems.battery}', '{"locked": "Control is locked for safety."}');
