-- Names of constraints and indexes tell which rule was broken; the house comes first everywhere.
begin;
select plan(13);
create temporary view rule as
  select k.*, c.relname, c.relkind from pg_constraint as k join pg_class as c on c.oid = k.conrelid
  where k.connamespace in ('ems'::regnamespace, 'api'::regnamespace) and k.contype in ('p', 'u', 'f', 'c', 'x') and k.conparentid = 0 and not c.relispartition and c.relname <> 'flyway_schema_history';
create temporary view housed as select c.oid, c.relname, a.attnum from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attname = 'site_id' where c.relnamespace = 'ems'::regnamespace and c.relkind in ('r', 'p');
create function pg_temp.first(p_relation oid, p_key smallint[]) returns text language sql as $$ select attname::text from pg_attribute where attrelid = p_relation and attnum = p_key[array_lower(p_key, 1)] $$;
select cmp_ok((select count(*)::int from rule), '>', 200, 'there is something to look at');
select is_empty($$ select relname, conname from rule where conname !~ ('^' || relname || '_.+_' || case contype when 'p' then 'pkey' when 'u' then 'key' when 'f' then 'fkey' when 'c' then 'check' else 'excl' end || '$') $$, 'constraints are named <table>_<what>_{pkey,key,fkey,check,excl}');
select is_empty($$ select c.oid::regclass from pg_index as i join pg_class as c on c.oid = i.indexrelid join pg_class as t on t.oid = i.indrelid where t.relnamespace = 'ems'::regnamespace and not t.relispartition and t.relname <> 'flyway_schema_history'
  and not exists (select from pg_constraint as k where k.conindid = c.oid) and c.relname !~ ('^' || t.relname || '_.+_idx$') $$, 'indexes <table>_<what>_idx');
select is_empty($$ select oid::regclass from pg_class as t where relnamespace = 'ems'::regnamespace and relkind in ('r', 'p') and not relispartition and relname <> 'flyway_schema_history' and not exists (select from rule where conrelid = t.oid and contype = 'p') $$, 'every table has a primary key');
select is_empty($$ select relname from housed where attnum <> 1 $$, 'site_id is the first column of every table that has it');
select is_empty($$ select rule.relname, conname from rule join housed on housed.oid = conrelid where contype in ('p', 'u') and pg_temp.first(conrelid, conkey) <> 'site_id' $$, 'of every key');
select is_empty($$ select r.relname, r.conname from rule as r join housed as h on h.oid = r.conrelid join housed as f on f.oid = r.confrelid where r.contype = 'f' and (pg_temp.first(r.conrelid, r.conkey) <> 'site_id' or pg_temp.first(r.confrelid, r.confkey) <> 'site_id') $$, 'of every foreign key between houses'' tables: no row points into another house');
-- (TimescaleDB makes an index by time alone on its hypertable; whose houses they are is asked before there is a house)
select is_empty($$ select i.indexrelid::regclass from pg_index as i join housed as h on h.oid = i.indrelid where pg_temp.first(i.indrelid, i.indkey::smallint[]) is distinct from 'site_id' and i.indexrelid <> 'ems.site_member_user_id_idx'::regclass and not (ems.fn_has_timescaledb() and h.relname = 'telemetry_frame') $$, 'and of every index');
select is_empty($$ select w from unnest('{"site_id,setpoint_id","site_id,device_id,point,command_id"}'::text[]) as w
  where not exists (select from pg_index as i where i.indrelid = 'ems.command'::regclass and i.indpred is null and w = (select string_agg(a.attname, ',' order by k.n) from unnest(i.indkey::smallint[]) with ordinality as k (attnum, n) join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.attnum)) $$,
  'the commands of a setpoint and the latest command of a setting are found by an index: a year has 40,000');
select is_empty($$ select c.oid::regclass from pg_class as c where c.relnamespace in ('ems'::regnamespace, 'api'::regnamespace) and c.relkind = 'v' and pg_get_viewdef(c.oid) ~* '(now\(\)|_at) [-+] ''\d+ (day|week|month)' $$, 'no view adds days to an instant');
select is_empty($$ select attrelid::regclass, attname from pg_attribute as a join pg_class as c on c.oid = a.attrelid where c.relnamespace in ('ems'::regnamespace, 'api'::regnamespace) and c.relkind in ('r', 'p', 'v') and c.relname <> 'flyway_schema_history' and attnum > 0 and atttypid in ('timestamp'::regtype, 'timetz'::regtype) $$, 'instants are timestamptz');
select is_empty($$ select attrelid::regclass, attname from pg_attribute as a join pg_class as c on c.oid = a.attrelid where c.relnamespace = 'ems'::regnamespace and c.relkind in ('r', 'p') and attnum > 0 and c.relname !~ '^(planning|battery)' and attname ~ '(price|cost|fee|_per_kwh|_per_mwh|_per_month)$' and atttypid <> 'numeric'::regtype $$, 'money is numeric (a plan computes in double precision)');
select is_empty($$ select oid::regclass from pg_class where relnamespace in ('ems'::regnamespace, 'api'::regnamespace) and relkind = 'v' and not coalesce(reloptions, '{}') @> '{security_invoker=true}' $$, 'every view asks with its reader''s rights, so that row security sees her');
select * from finish();
rollback;
