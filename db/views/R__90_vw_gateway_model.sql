create or replace view ems.vw_gateway_model with (security_invoker = true) as
select m.gateway_model, m.name, m.protocol, m.connect_timeout_ms, m.response_timeout_ms, m.request_gap_ms, m.max_words, m.idle_timeout_s, m.max_clients, m.note from ems.gateway_model as m;
select ems.fn_view_comment('ems.vw_gateway_model', 'Ways to reach devices, with settings proven in the field.', '{ems.gateway_model}');
