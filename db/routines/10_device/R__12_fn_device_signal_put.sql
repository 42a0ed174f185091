create or replace function ems.fn_device_signal_put(p_device_model text, p_signal ems.signal_spec[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  delete from ems.device_model_signal where device_model = p_device_model;
  insert into ems.device_model_signal (device_model, part, signal, metric)
  select p_device_model, s.part, s.signal, s.metric from unnest(p_signal) as s;
end
$$;
comment on function ems.fn_device_signal_put(text, ems.signal_spec[]) is
  'Says what a model can measure for a house; replaces what was said before. An unknown model, part or metric is refused (23503, 23514).';
