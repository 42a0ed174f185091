-- What the baseline learns from: well measured, uncurtailed slots that were over.
begin;
select plan(6);
select test.house();
select test.past('home01', '2026-01-01 00:00Z', '2026-01-01 02:00Z', '400', p_outdoor_c => '3');
update ems.audit_interval set load_wh = null where starts_at = '2026-01-01 00:15Z';
update ems.audit_interval set covered = 0.69 where starts_at = '2026-01-01 00:30Z';
update ems.audit_interval set curtailed = true where starts_at = '2026-01-01 00:45Z';
update ems.audit_interval set covered = 0.7 where starts_at = '2026-01-01 01:00Z';
create function pg_temp.slots(p_at timestamptz) returns text[] language sql as
$$ select array_agg(to_char(starts_at at time zone 'UTC', 'HH24:MI') order by starts_at) from ems.fn_load_history('home01', '2026-01-01 00:00Z', '2026-01-01 01:45Z', p_at) $$;
select is(pg_temp.slots('2026-01-02 00:00Z'), '{00:00,01:00,01:15,01:30}'::text[], 'not what is missing, badly measured or curtailed, nor beyond the range');
select is(pg_temp.slots('2026-01-01 01:30Z'), '{00:00,01:00,01:15}'::text[], 'nor what was not over at that time');
select is((select distinct round(load_w) || ' ' || temperature_c from ems.fn_load_history('home01', '2026-01-01 00:00Z', '2026-01-01 01:45Z', '2026-01-02 00:00Z')), '400 3', 'as mean power, with the temperature');
select is((select local_at from ems.fn_load_history('home01', '2026-01-01 00:00Z', '2026-01-01 00:15Z', '2026-01-02 00:00Z')), timestamp '2026-01-01 01:00', 'and the time on the wall');
update ems.audit_interval set ends_at = starts_at + interval '1 hour', load_wh = 400 where starts_at = '2026-01-01 01:00Z';
select is((select round(load_w) from ems.fn_load_history('home01', '2026-01-01 01:00Z', '2026-01-01 01:15Z', '2026-01-02 00:00Z')), 400::double precision, 'a slot of an hour is a mean over an hour');
select is_empty($$ select * from ems.fn_load_history('home02', '2026-01-01 00:00Z', '2026-01-02 00:00Z', '2026-01-02 00:00Z') $$, 'another house learns from itself');
select * from finish();
rollback;
