create or replace function ems.fn_configure_row(p_site_id text, p_relation text, p_key text[], p_hidden text[], p_row jsonb, p_path text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_column constant text[] := array(select a.attname::text from pg_attribute as a where a.attrelid = format('ems.%I', p_relation)::regclass and a.attnum > 0 and not a.attisdropped
    and a.attname <> all (p_hidden || '{site_id}'::text[]) order by a.attnum);
  v_row jsonb := p_row;
  v_key text[] := p_key;
  v_name text;
  v_given text[];
  v_state text;
  v_message text;
  v_rule text;
begin
  if jsonb_typeof(p_row) is distinct from 'object' then
    raise exception '% is no mapping', p_path using errcode = 'SA422', constraint = 'configuration_shape', detail = format('path=%s', p_path);
  end if;
  if 'device_id' = any (v_column) then
    v_row := (p_row - 'device') || coalesce((select jsonb_build_object('device_id', d.device_id) from ems.device as d where d.site_id = p_site_id and d.device = p_row ->> 'device'), '{}');
    v_key := array_replace(p_key, 'device', 'device_id');
    if not v_row ? 'device_id' or p_row ? 'device_id' then
      raise exception '%.device: there is no device %', p_path, coalesce(p_row ->> 'device', 'named') using errcode = 'SA422', constraint = 'configuration_value', detail = format('path=%s.device', p_path),
        hint = (select 'The house has ' || string_agg(d.device, ', ' order by d.device) || '.' from ems.device as d where d.site_id = p_site_id);
    end if;
  end if;
  foreach v_name in array array(select jsonb_object_keys(v_row)) loop
    if v_name <> all (v_column) then
      raise exception '%.% is not known', p_path, v_name using errcode = 'SA422', constraint = 'configuration_key', detail = format('path=%s.%s', p_path, v_name),
        hint = format('There are %s.', array_to_string(array_replace(v_column, 'device_id', 'device'), ', '));
    end if;
    begin
      execute format('select (jsonb_populate_record(null::ems.%I, $1)).%I', p_relation, v_name) using jsonb_build_object(v_name, v_row -> v_name);
    exception when data_exception then
      get stacked diagnostics v_message = message_text;
      raise exception '%.%: %', p_path, v_name, v_message using errcode = 'SA422', constraint = 'configuration_value', detail = format('path=%s.%s value=%s', p_path, v_name, v_row -> v_name);
    end;
  end loop;
  foreach v_name in array v_key loop
    if v_row ->> v_name is null then
      raise exception '%.% is missing', p_path, v_name using errcode = 'SA422', constraint = 'configuration_key', detail = format('path=%s.%s', p_path, v_name);
    end if;
  end loop;
  v_given := array(select c from unnest(v_column) as c where v_row ? c);
  begin
    -- What is left out is as the table has it for a new row. Names come from the catalogue, quoted. @plpgsql_check_options: security_warnings = off
    execute format('update ems.%1$I as t set %2$s from jsonb_populate_record(null::ems.%1$I, $2) as n where t.site_id = $1 %3$s', p_relation,
      (select string_agg(case when c = any (v_given) then format('%1$I = n.%1$I', c) else format('%I = default', c) end, ', ') from unnest(v_column) as c),
      (select string_agg(format('and t.%1$I = n.%1$I', k), ' ') from unnest(v_key) as k))
    using p_site_id, v_row;
    get diagnostics v_state = row_count;
    if v_state = '0' then
      execute format('insert into ems.%1$I (site_id, %2$s) select $1, %3$s from jsonb_populate_record(null::ems.%1$I, $2) as n', p_relation,
        (select string_agg(format('%I', c), ', ') from unnest(v_given) as c), (select string_agg(format('n.%I', c), ', ') from unnest(v_given) as c))
      using p_site_id, v_row;
    end if;
  exception when integrity_constraint_violation then
    get stacked diagnostics v_message = message_text, v_rule = constraint_name, v_name = column_name;
    v_name := coalesce(nullif(v_name, ''), (select a.attname from pg_constraint as k join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = any (k.conkey) and a.attname <> 'site_id'
      where k.conrelid = format('ems.%I', p_relation)::regclass and k.conname = v_rule order by a.attname = 'device_id', array_position(k.conkey, a.attnum) limit 1));
    v_name := p_path || coalesce('.' || case v_name when 'device_id' then 'device' else v_name end, '');
    raise exception '%: %', v_name, v_message using errcode = 'SA422', constraint = 'configuration_value', detail = concat_ws(' ', 'path=' || v_name, 'rule=' || v_rule);
  end;
end
$$;
comment on function ems.fn_configure_row(text, text, text[], text[], jsonb, text) is
  'Writes one row of a configuration: changes the row of that key or makes it; columns left out get their defaults. Every refusal (SA422) begins with the path of the key at fault: gateways[0].port.';
