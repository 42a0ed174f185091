create or replace view ems.vw_device_model with (security_invoker = true) as
select m.device_model, m.vendor, m.name, m.class, m.protocol, m.line, m.note from ems.device_model as m;
select ems.fn_view_comment('ems.vw_device_model', 'Kinds of devices that are known.', '{ems.device_model}');
