create or replace view ems.vw_device_model with (security_invoker = true) as
select m.device_model, m.vendor, m.name, m.class, m.protocol, m.line, m.note,
  (select jsonb_agg(jsonb_build_object('part', s.part, 'signal', s.signal, 'metric', s.metric) order by s.part, s.signal, s.metric) from ems.device_model_signal as s where s.device_model = m.device_model) as signals
from ems.device_model as m;
select ems.fn_view_comment('ems.vw_device_model', 'Kinds of devices that are known.', '{ems.device_model}',
  '{"signals": "What it can measure for a house: rows of part, signal and metric, to be put into the section signals of a configuration."}');
