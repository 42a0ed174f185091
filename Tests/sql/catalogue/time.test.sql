-- Time is an argument, and an instant is not a date: nothing inside asks the clock, and nothing adds days of unknown length to an instant.
begin;
select plan(4);
create temporary view body as
select p.oid::regprocedure as routine, regexp_replace(coalesce(p.prosrc, '') || coalesce(pg_get_function_sqlbody(p.oid), ''), '--[^\n]*', '', 'g') as source
from pg_proc as p where p.pronamespace = 'ems'::regnamespace;
select ok((select count(*) from body where length(source) > 10) > 70, 'there are bodies to look through');
select is_empty($$ select routine from body where source ~* '\m(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|\mcurrent_(timestamp|time|date)\M|\mlocaltime(stamp)?\M' $$,
  'no function of ems asks the clock: what is decided can be decided again');
select is_empty($$ select routine, m[1] from body cross join lateral regexp_matches(source, '((?:p_(?:at|from|to)|\w+_at|v_week)\)?\s*[-+]\s*(?:interval\s*)?''\d+ (?:day|week|month|year)s?'')', 'g') as m $$,
  'no function adds days to an instant: how long they are would be the session''s affair');
select is_empty($$ select routine, m[1] from body cross join lateral regexp_matches(source, '(\mp_(?:at|from|to)::(?:date|timestamp|time)\M)', 'g') as m $$,
  'no function casts an instant to a date without saying whose');
select * from finish();
rollback;
