-- Metrics that are computed from others.
begin;
select plan(4);
select test.house();
select is((select array_agg(input::text order by term) from ems.fn_poll_derivation('home01') where device = 'inverter' and metric = 'pv_power_w'), '{"{pv_1_power_w}","{pv_2_power_w}","{pv_3_power_w}","{pv_4_power_w}"}'::text[], 'the PV power of the hybrid is the sum of its strings');
select is((select array_agg(factor order by term) from ems.fn_poll_derivation('home01') where metric = 'heat_power_w'), '{69.7,-69.7}'::double precision[], 'heat is flow times the difference of temperatures, as two terms');
select is((select count(*)::int from ems.fn_poll_derivation('home01') where device = 'charger'), 3, 'the car''s power is that of three phases');
update ems.device set enabled = false where site_id = 'home01' and device = 'charger';
select is_empty($$ select from ems.fn_poll_derivation('home01') where device = 'charger' $$, 'a disabled device computes nothing');
select * from finish();
rollback;
