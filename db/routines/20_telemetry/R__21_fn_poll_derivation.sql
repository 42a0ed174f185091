create or replace function ems.fn_poll_derivation(p_site_id text)
returns table (device text, metric text, term smallint, factor double precision, input text[])
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
  select d.device, v.metric, v.term, v.factor, v.input
  from ems.device as d
  join ems.device_derivation as v on v.device_model = d.device_model
  where d.site_id = p_site_id and d.enabled
  order by d.device, v.metric, v.term;
$$;
comment on function ems.fn_poll_derivation(text) is
  'Metrics the worker computes from what it read: the sum over terms of factor × product of inputs, whenever an input is new and all are known.';
