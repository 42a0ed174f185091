create or replace function ems.fn_view_comment(p_view regclass, p_summary text, p_source regclass[] default '{}', p_column jsonb default '{}') returns void
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp
as $$
declare
  v_column record;
begin
  execute format('comment on view %s is %L', p_view, p_summary);
  for v_column in
    select a.attname, coalesce(p_column ->> a.attname, (
      select col_description(s.attrelid, s.attnum)
      from unnest(p_source) with ordinality as t (source, n)
      join pg_attribute as s on s.attrelid = t.source and s.attname = a.attname and s.attnum > 0 and not s.attisdropped
      where col_description(s.attrelid, s.attnum) is not null
      order by t.n limit 1)) as comment
    from pg_attribute as a
    where a.attrelid = p_view and a.attnum > 0 and not a.attisdropped
  loop
    if v_column.comment is null then
      raise exception 'column %.% has no comment', p_view, v_column.attname using errcode = 'SA422', constraint = 'view_comment', hint = 'Give it one, or name the table it comes from.';
    end if;
    execute format('comment on column %s.%I is %L', p_view, v_column.attname, v_column.comment);
  end loop;
end
$$;
comment on function ems.fn_view_comment(regclass, text, regclass[], jsonb) is
  'Comments a view and all its columns: with p_column where it names one, else with the words of the column of that name in the first of p_source that has one. SA422 for a column without words.';
