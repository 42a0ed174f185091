-- Everything says what it is: it becomes the API's documentation.
begin;
select plan(8);
create temporary view relation as select c.* from pg_class as c where c.relnamespace in ('ems'::regnamespace, 'api'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and c.relname <> 'flyway_schema_history';
select cmp_ok((select count(*)::int from relation), '>', 60, 'there is something to look at');
select is_empty($$ select oid::regclass from relation where relkind <> 'c' and coalesce(obj_description(oid, 'pg_class'), '') = '' $$, 'every table and view has a comment');
select is_empty($$ select attrelid::regclass, attname from pg_attribute join relation as r on r.oid = attrelid where r.relkind <> 'c' and not r.relispartition and attnum > 0 and not attisdropped and coalesce(col_description(attrelid, attnum), '') = '' $$,
  'every column of every table and view has one');
select is_empty($$ select oid::regprocedure from pg_proc where pronamespace in ('ems'::regnamespace, 'api'::regnamespace) and coalesce(obj_description(oid, 'pg_proc'), '') = '' $$, 'every function');
select is_empty($$ select t.oid::regtype from pg_type as t left join pg_class as c on c.oid = t.typrelid where t.typnamespace in ('ems'::regnamespace, 'api'::regnamespace) and (t.typtype in ('e', 'd', 'r') or c.relkind = 'c') and coalesce(obj_description(t.oid, 'pg_type'), '') = '' $$, 'every type');
select is_empty($$ select rolname from pg_roles where (rolname like 'ems\_%' or rolname in ('web_anon', 'authenticator')) and coalesce(shobj_description(oid, 'pg_authid'), '') = '' $$, 'every role');
select is_empty($$ select nspname from pg_namespace where nspname in ('ems', 'api') and coalesce(obj_description(oid, 'pg_namespace'), '') = '' $$, 'both schemas');
-- the views of api are those of ems, words and all
select is_empty($$ select e.relname, a.attname from pg_class as e left join pg_class as p on p.relname = e.relname and p.relnamespace = 'api'::regnamespace
  join pg_attribute as a on a.attrelid = e.oid and a.attnum > 0 left join pg_attribute as b on b.attrelid = p.oid and b.attname = a.attname
  where e.relnamespace = 'ems'::regnamespace and e.relkind = 'v' and (b.attname is null or col_description(e.oid, a.attnum) is distinct from col_description(p.oid, b.attnum) or obj_description(e.oid) is distinct from obj_description(p.oid)) $$,
  'what HTTP sees is every view of ems, with the same columns and words');
select * from finish();
rollback;
