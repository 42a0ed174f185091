-- Every view of ems is exposed under its own name: HTTP sees schema api and nothing else. Comments go along; they are the API's documentation.
do $$
declare
  v_view record;
  v_column record;
begin
  for v_view in
    select c.oid, c.relname, obj_description(c.oid, 'pg_class') as comment from pg_class as c
    where c.relnamespace = 'ems'::regnamespace and c.relkind = 'v' order by c.relname
  loop
    execute format('create or replace view api.%I with (security_invoker = true) as select * from ems.%I', v_view.relname, v_view.relname);
    execute format('comment on view api.%I is %L', v_view.relname, v_view.comment);
    for v_column in select a.attname, col_description(a.attrelid, a.attnum) as comment from pg_attribute as a where a.attrelid = v_view.oid and a.attnum > 0 loop
      execute format('comment on column api.%I.%I is %L', v_view.relname, v_column.attname, v_column.comment);
    end loop;
  end loop;
end
$$;
-- ${flyway:timestamp}: runs every time, since a view may have changed.
