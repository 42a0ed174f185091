-- Codes and jobs that functions speak of are in their dictionaries.
begin;
select plan(6);
create temporary view routine as select p.oid, p.proname, p.prosrc from pg_proc as p where p.pronamespace in ('ems'::regnamespace, 'api'::regnamespace);
select cmp_ok((select count(*)::int from routine cross join lateral regexp_matches(prosrc, 'fn_alert_(?:raise|resolve)\(p_site_id, ''([a-z_]+)''', 'g')), '>=', 20, 'there is something to look at');
select is_empty($$ select r.proname, m[1] from routine as r cross join lateral regexp_matches(r.prosrc, 'fn_alert_(?:raise|resolve)\([^,]+, ''([a-z_]+)''', 'g') as m where m[1] not in (select code from ems.alert_code) $$, 'every alert that is raised or resolved is in the dictionary');
select is_empty($$ select r.proname, m[1] from routine as r cross join lateral regexp_matches(r.prosrc, 'code *= *''([a-z_]+)''', 'g') as m where m[1] not in (select code from ems.alert_code) and m[1] not like 'SA%' and r.proname <> 'health' $$, 'and every one that is asked for');
select is_empty($$ select r.proname, m[1] from routine as r cross join lateral regexp_matches(r.prosrc, 'metric *= *''([a-z0-9_]+)''', 'g') as m where m[1] not in (select metric from ems.metric) $$, 'every metric a function names exists');
select is_empty($$ select r.proname, m[1] from routine as r cross join lateral regexp_matches(r.prosrc, 'signal *= *''([a-z0-9_]+)''', 'g') as m where position('''' || m[1] || '''' in (select pg_get_constraintdef(oid) from pg_constraint where conname = 'site_signal_signal_check')) = 0 $$, 'and every quantity of a house');
select is_empty($$ select code from ems.alert_code where severity in ('error', 'critical') and help = '' $$, 'what is bad tells what a person can do');
select * from finish();
rollback;
