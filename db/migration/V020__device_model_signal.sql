-- What a model can measure for the house: who registers a device is asked in these words, and need not know metrics.
create table ems.device_model_signal (
  device_model text not null,
  part         text not null,
  signal       text not null,
  metric       text not null,
  constraint device_model_signal_device_model_signal_metric_pkey primary key (device_model, signal, metric),
  constraint device_model_signal_device_model_fkey foreign key (device_model) references ems.device_model (device_model) on delete cascade,
  constraint device_model_signal_metric_fkey foreign key (metric) references ems.metric (metric),
  constraint device_model_signal_part_check check (part in ('grid', 'sun', 'battery', 'car', 'heat_pump', 'heat'))
);
comment on table ems.device_model_signal is 'Which quantities of a house a model can measure, part by part; ems.site_signal says which of them a house takes from it.';
comment on column ems.device_model_signal.device_model is 'Model.';
comment on column ems.device_model_signal.part is 'Part of the house that is measured as a whole: grid, sun, battery, car, heat_pump (its electricity) or heat (heat and temperatures).';
comment on column ems.device_model_signal.signal is 'Quantity of the house, as in ems.site_signal.';
comment on column ems.device_model_signal.metric is 'The model''s metric that stands for it; several add up.';

create type ems.signal_spec as (part text, signal text, metric text);
comment on type ems.signal_spec is 'A row of device_model_signal as driver files write it.';
