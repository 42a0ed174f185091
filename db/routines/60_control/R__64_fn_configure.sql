create or replace function ems.fn_configure(p_site_id text, p_document jsonb, p_dry_run boolean, p_at timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_before constant jsonb := ems.fn_configuration(p_site_id);
  v_section record;
  v_content jsonb;
  v_missing text;
  v_change jsonb;
begin
  if jsonb_typeof(p_document) is distinct from 'object' then
    raise exception 'a configuration is a mapping of sections' using errcode = 'SA422', constraint = 'configuration_shape', detail = 'path=';
  end if;
  select k into v_missing from jsonb_object_keys(p_document) as k where not exists (select from ems.fn_configuration_section() as s where s.section = k) order by k limit 1;
  if found then
    raise exception '% is no section', v_missing using errcode = 'SA422', constraint = 'configuration_key', detail = format('path=%s', v_missing),
      hint = (select format('There are %s.', string_agg(s.section, ', ' order by s.rank)) from ems.fn_configuration_section() as s);
  end if;
  -- whoever configures the same house at this moment waits
  perform pg_advisory_xact_lock(hashtextextended('ems.configuration ' || p_site_id, 0));
  begin
    for v_section in select * from ems.fn_configuration_section() as s where p_document ? s.section order by s.rank loop
      v_content := p_document -> v_section.section;
      if v_section.section = 'site' then
        perform ems.fn_configure_row(p_site_id, 'site', '{}', v_section.hidden, v_content, 'site');
        insert into ems.job (site_id, job) select p_site_id, k.job from ems.job_kind as k where v_before -> 'site' = 'null';
        continue;
      end if;
      if jsonb_typeof(v_content) not in ('array', 'null') then
        raise exception '% is no list', v_section.section using errcode = 'SA422', constraint = 'configuration_shape', detail = format('path=%s', v_section.section);
      end if;
      if v_content = 'null' then v_content := '[]'; end if;
      if v_section.replaced then
        execute format('delete from ems.%I where site_id = $1', v_section.relation) using p_site_id;
      else
        select b.content ->> v_section.key[1] into v_missing from jsonb_array_elements(v_before -> v_section.section) as b (content)
        where not exists (select from jsonb_array_elements(v_content) as n (content) where n.content ->> v_section.key[1] = b.content ->> v_section.key[1]) limit 1;
        if found then
          raise exception '%: % is not there', v_section.section, v_missing using errcode = 'SA409', constraint = 'configuration_removed', detail = format('path=%s[%s]', v_section.section, v_missing),
            hint = 'What has a history is not removed by leaving it out; a device or job is switched off by enabled: false.';
        end if;
      end if;
      select format('%s[%s]', v_section.section, d.twice - 1) into v_missing from (
        select max(i.n) as twice from jsonb_array_elements(v_content) with ordinality as i (content, n)
        group by (select string_agg(i.content ->> k, ' ') from unnest(v_section.key) as k) having count(*) > 1 limit 1) as d;
      if found then
        raise exception '% is there already', v_missing using errcode = 'SA422', constraint = 'configuration_key', detail = format('path=%s', v_missing), hint = format('One entry for each %s.', array_to_string(v_section.key, ' and '));
      end if;
      perform ems.fn_configure_row(p_site_id, v_section.relation, v_section.key, v_section.hidden, i.content, format('%s[%s]', v_section.section, i.n - 1))
      from jsonb_array_elements(v_content) with ordinality as i (content, n);
    end loop;
    select coalesce(jsonb_agg(jsonb_build_object('path', coalesce(b.path, a.path), 'before', b.value, 'after', a.value) order by coalesce(b.path, a.path)), '[]') into v_change
    from ems.fn_configuration_flat(v_before) as b full join ems.fn_configuration_flat(ems.fn_configuration(p_site_id)) as a on a.path = b.path
    where a.value is distinct from b.value;
    -- nothing written where nothing changes: rows keep their numbers
    if p_dry_run or v_change = '[]' then
      raise exception 'taken back' using errcode = 'SA409', constraint = 'configuration_taken_back';
    end if;
    perform pg_notify('ems_event', json_build_object('kind', 'site', 'site', p_site_id)::text);
  exception when sqlstate 'SA409' then
    get stacked diagnostics v_missing = constraint_name;
    if v_missing <> 'configuration_taken_back' then raise; end if;
  end;
  return jsonb_build_object('site_id', p_site_id, 'dry_run', p_dry_run, 'at', p_at, 'changes', v_change);
end
$$;
comment on function ems.fn_configure(text, jsonb, boolean, timestamptz) is
  'Makes a house what a document of fn_configuration says, all or nothing; sections that are left out stay. Answers the changes as [{path, before, after}]; with p_dry_run they are only told. A house that is not there is made. '
  'SA422 names the path of the key at fault; SA409: something with a history was left out.';
