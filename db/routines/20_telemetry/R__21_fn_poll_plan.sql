create or replace function ems.fn_poll_plan(p_site_id text)
returns table (
  device_id integer, device text, device_model text, gateway_id text, unit_id smallint, protocol text, poll text, period interval,
  space text, sunspec_model smallint, address integer, words integer, register jsonb
)
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_register record;
  v_key text;
  v_limit integer;
begin
  -- Registers in order of address; a block grows while the next register is near enough and the whole still fits one request.
  for v_register in
    select d.device_id, d.device, d.device_model, d.gateway_id, d.unit_id, m.protocol, r.poll, m.max_gap_words,
      least(m.max_words, g.max_words) as max_words,
      case r.poll when 'fast' then d.fast_poll when 'slow' then d.slow_poll when 'setting' then interval '2 min' when 'clock' then interval '1 h' end as period,
      r.space, r.sunspec_model, r.point, r.path, x.first, x.last - x.first as words,
      jsonb_strip_nulls(jsonb_build_object('point', r.point, 'path', r.path, 'offset', r.address, 'words', r.words, 'encoding', r.encoding,
        'mask', r.mask, 'scale', r.scale, 'bias', r.bias, 'exponent_offset', r.exponent_address)) as entry
    from ems.device as d
    join ems.device_model as m on m.device_model = d.device_model
    join ems.gateway as g on g.site_id = d.site_id and g.gateway_id = d.gateway_id
    join ems.fn_device_register(p_site_id) as r on r.device_id = d.device_id
    -- A register with a scale factor reads up to it.
    cross join lateral (select least(r.address, r.exponent_address) as first, greatest(r.address + r.words, r.exponent_address + 1) as last) as x
    where d.site_id = p_site_id and d.enabled and r.poll <> 'none' and (r.address is not null or r.path is not null)
    order by d.device_id, r.poll, r.space, r.sunspec_model nulls first, x.first, r.mask, r.point
  loop
    if v_key is distinct from concat_ws('|', v_register.device_id, v_register.poll, v_register.space, v_register.sunspec_model, v_register.path)
      or v_register.first - (address + words) > v_register.max_gap_words
      or greatest(v_register.first + v_register.words, address + words) - address > v_limit
    then
      if v_key is not null then return next; end if;
      v_key := concat_ws('|', v_register.device_id, v_register.poll, v_register.space, v_register.sunspec_model, v_register.path);
      v_limit := v_register.max_words;
      device_id := v_register.device_id;
      device := v_register.device;
      device_model := v_register.device_model;
      gateway_id := v_register.gateway_id;
      unit_id := v_register.unit_id;
      protocol := v_register.protocol;
      poll := v_register.poll;
      period := v_register.period;
      space := v_register.space;
      sunspec_model := v_register.sunspec_model;
      address := v_register.first;
      words := v_register.words;
      register := '[]';
    else
      words := greatest(words, v_register.first + v_register.words - address);
    end if;
    register := register || case when v_register.path is null
      then jsonb_set(v_register.entry, '{offset}', to_jsonb((v_register.entry ->> 'offset')::integer - address))
        || case when v_register.entry ? 'exponent_offset'
             then jsonb_build_object('exponent_offset', (v_register.entry ->> 'exponent_offset')::integer - address) else '{}' end
      else v_register.entry end;
  end loop;
  if v_key is not null then return next; end if;
end
$$;
comment on function ems.fn_poll_plan(text) is
  'What to read: blocks of registers of each enabled device, by kind of poll, each within the limits of model and gateway, gaps no longer than the model allows. '
  'register: entries with their offset in words from the block''s address. Registers of unknown address are left out.';
