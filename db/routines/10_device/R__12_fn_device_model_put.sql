create or replace function ems.fn_device_model_put(
  p_device_model text, p_vendor text, p_name text, p_class text, p_protocol text, p_source text,
  p_register ems.register_spec[],
  p_derivation ems.derivation_spec[] default '{}',
  p_mode ems.mode_spec[] default '{}',
  p_line text default null, p_max_words integer default 60, p_max_gap_words integer default 8, p_write_function integer default 16,
  p_settle_ms integer default 1000, p_note text default ''
) returns void
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp
as $$
declare
  v_wrong text;
begin
  insert into ems.device_model values (p_device_model, p_vendor, p_name, p_class, p_protocol, p_source, p_line, p_max_words, p_max_gap_words,
    p_write_function, p_settle_ms, p_note)
  on conflict (device_model) do update set (vendor, name, class, protocol, source, line, max_words, max_gap_words, write_function, settle_ms, note)
    = row (excluded.vendor, excluded.name, excluded.class, excluded.protocol, excluded.source, excluded.line, excluded.max_words,
      excluded.max_gap_words, excluded.write_function, excluded.settle_ms, excluded.note);

  delete from ems.device_mode where device_model = p_device_model;
  delete from ems.device_derivation where device_model = p_device_model;
  delete from ems.device_register where device_model = p_device_model;

  insert into ems.device_register (device_model, point, access, space, address, path, sunspec_model, encoding, words, mask, scale, bias,
    exponent_address, lowest, highest, poll, note, writable_point, writable_value)
  select p_device_model, r.point, r.access, r.space, r.address, r.path, r.sunspec_model, r.encoding, r.words, r.mask, r.scale, r.bias,
    r.exponent_address, r.lowest, r.highest, r.poll, r.note, r.writable_point, r.writable_value
  from unnest(p_register) as r;

  insert into ems.device_derivation (device_model, metric, term, factor, input)
  select p_device_model, d.metric, row_number() over (partition by d.metric order by d.n), d.factor, d.input
  from unnest(p_derivation) with ordinality as d (metric, factor, input, n);

  insert into ems.device_mode (device_model, mode, step, point, slot, value, parameter, note)
  select p_device_model, m.mode, m.n, m.point, m.slot, m.value, m.parameter, coalesce(m.note, '')
  from unnest(p_mode) with ordinality as m (mode, point, slot, value, parameter, note, n);

  -- What is polled as telemetry must be in the dictionary, what is derived too, from points of this model.
  select string_agg(format('%s: not in the metric dictionary', point), '; ' order by point) into v_wrong
  from (
    select point from ems.device_register
    where device_model = p_device_model and poll in ('fast', 'slow') and not exists (select from ems.metric where metric = point)
    union
    select metric from ems.device_derivation as d
    where device_model = p_device_model and not exists (select from ems.metric as m where m.metric = d.metric)
  ) as unknown;
  if v_wrong is null then
    select string_agg(format('%s: derived from %s, which the model lacks', d.metric, i.point), '; ') into v_wrong
    from ems.device_derivation as d cross join unnest(d.input) as i (point)
    where d.device_model = p_device_model
      and not exists (select from ems.device_register as r where r.device_model = p_device_model and r.point = i.point and r.poll in ('fast', 'slow'));
  end if;
  -- A mode writes what may be written; _n_ stands for time-of-use slots 1 to 6.
  if v_wrong is null then
    select string_agg(format('mode %s writes %s, which the model cannot', m.mode, p.point), '; ') into v_wrong
    from ems.device_mode as m
    cross join lateral (select case when m.slot is null then m.point else replace(m.point, '_n_', format('_%s_', n)) end
      from generate_series(1, case when m.slot is null then 1 else 6 end) as n) as p (point)
    where m.device_model = p_device_model
      and not exists (select from ems.device_register as r where r.device_model = p_device_model and r.point = p.point and r.access = 'rw'
        and (m.value is null or m.value between r.lowest and r.highest));
  end if;
  if v_wrong is null then
    select string_agg(format('%s: writable by %s, which is no setting of the model', r.point, r.writable_point), '; ') into v_wrong
    from ems.device_register as r
    where r.device_model = p_device_model and r.writable_point is not null
      and not exists (select from ems.device_register as w where w.device_model = p_device_model and w.point = r.writable_point and w.poll = 'setting');
  end if;
  if v_wrong is not null then
    raise exception 'driver % is wrong', p_device_model using errcode = 'SA422', constraint = 'device_model_complete', detail = v_wrong;
  end if;
end
$$;
comment on function ems.fn_device_model_put(text, text, text, text, text, text, ems.register_spec[], ems.derivation_spec[], ems.mode_spec[], text, integer, integer, integer, integer, text) is
  'Loads a driver, or loads it again, whole: registers, derived metrics, modes. SA422 names points that are not in the dictionary or cannot be written; the tables'' checks do the rest.';
