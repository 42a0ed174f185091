create or replace view ems.vw_actual_baseline with (security_invoker = true) as
select a.site_id, a.starts_at, a.ends_at, a.load_wh, a.load_wh * 3600 / extract(epoch from a.ends_at - a.starts_at)::double precision as load_w,
  a.ev_wh, a.heat_pump_wh, a.outdoor_c, a.covered, a.curtailed
from ems.audit_interval as a
where a.load_wh is not null;
comment on view ems.vw_actual_baseline is 'Measured load without car and heat pump, by slot: what fn_baseline_consumption learns from (well covered, uncurtailed slots only).';
comment on column ems.vw_actual_baseline.site_id is 'House.';
comment on column ems.vw_actual_baseline.starts_at is 'Start of the slot.';
comment on column ems.vw_actual_baseline.ends_at is 'End of the slot, not included.';
comment on column ems.vw_actual_baseline.load_wh is 'Energy, Wh.';
comment on column ems.vw_actual_baseline.load_w is 'Mean power, W.';
comment on column ems.vw_actual_baseline.ev_wh is 'Cars, taken out.';
comment on column ems.vw_actual_baseline.heat_pump_wh is 'Heat pump, taken out.';
comment on column ems.vw_actual_baseline.outdoor_c is 'Outdoor temperature, mean.';
comment on column ems.vw_actual_baseline.covered is 'Share of the slot that was measured.';
comment on column ems.vw_actual_baseline.curtailed is 'PV was held back.';
