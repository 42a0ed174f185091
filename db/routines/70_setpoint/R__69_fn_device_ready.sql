create or replace function ems.fn_device_ready(p_site_id text, p_device_id integer) returns boolean
language sql stable parallel safe security invoker
begin atomic
  select not exists (
    select from ems.telemetry_last as l join ems.metric as m on m.metric_id = l.metric_id
    where l.site_id = p_site_id and l.device_id = p_device_id and m.metric = 'heat_pump_ready' and l.value::integer & 15 <> 7);
end;
comment on function ems.fn_device_ready(text, integer) is
  'Whether what a device says of its settings can be believed. False while a heat pump''s module has not found its units or lost them (heat_pump_ready: bits 0-2 set, bit 3 clear): its registers then say 0, or what was.';
