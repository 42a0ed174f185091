-- The battery as it can really be used.
begin;
select plan(7);
select test.house();
create function pg_temp.floor() returns double precision language sql as $$ select soc_min_pct from ems.fn_battery('home01') $$;
select is(pg_temp.floor(), 10::double precision, 'as configured while the inverter''s own floor is not known');
select ems.fn_setting_read('home01', 'inverter', '{low_soc_pct}', '{20}', '2026-01-15 10:00Z');
select is(pg_temp.floor(), 20::double precision, 'no lower than its inverter goes');
select ems.fn_setting_read('home01', 'inverter', '{low_soc_pct}', '{5}', '2026-01-15 10:01Z');
select is(pg_temp.floor(), 10::double precision, 'nor lower than its owner wants');
select ems.fn_setting_read('home01', 'inverter', '{low_soc_pct}', '{100}', '2026-01-15 10:02Z');
select is(pg_temp.floor(), 99::double precision, 'and always below its ceiling');
select is((select to_jsonb(b) - 'soc_min_pct' from ems.fn_battery('home01') as b), (select to_jsonb(b) - 'soc_min_pct' from ems.battery as b), 'everything else as configured, column for column');
select is_empty($$ select * from ems.fn_battery('home02') $$, 'no house, no battery');
delete from ems.battery;
select is_empty($$ select * from ems.fn_battery('home01') $$, 'nor without one');
select * from finish();
rollback;
