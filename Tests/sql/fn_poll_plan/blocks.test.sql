-- Registers are read in blocks that device, gateway and line can bear.
begin;
select plan(19);
select test.house();
create function pg_temp.counterexample() returns table (device text, rule text) language sql as $$
  with block as (
    select b.*, m.max_words as model_words, g.max_words as gateway_words, m.max_gap_words from ems.fn_poll_plan('home01') as b
    join ems.device_model as m on m.device_model = b.device_model join ems.gateway as g on g.site_id = 'home01' and g.gateway_id = b.gateway_id
  ), entry as (
    select b.device, b.device_id, b.poll, b.space, b.address, b.words as block_words, b.max_gap_words, (e ->> 'offset')::integer as first, e ->> 'point' as point,
      greatest((e ->> 'offset')::integer + (e ->> 'words')::integer, (e ->> 'exponent_offset')::integer + 1) as last, least((e ->> 'offset')::integer, (e ->> 'exponent_offset')::integer) as low
    from block as b cross join jsonb_array_elements(b.register) as e where b.address is not null
  )
  select b.device, format('%s words at %s', b.words, b.address) from block as b where b.words > least(b.model_words, b.gateway_words)
  union all select e.device, format('%s lies outside its block', e.point) from entry as e where e.low < 0 or e.last > e.block_words
  union all select e.device, format('a gap of %s words before %s', e.low - e.before, e.point) from (
    select e.*, max(e.last) over (partition by e.device_id, e.poll, e.space, e.address order by e.low, e.point rows between unbounded preceding and 1 preceding) as before from entry as e) as e
    where e.low - e.before > e.max_gap_words
  union all select e.device, format('%s is read %s times', e.point, count(*)) from entry as e group by e.device, e.point having count(*) > 1
  union all select r.device, r.point from ems.fn_device_register('home01') as r join ems.device as d on d.site_id = 'home01' and d.device_id = r.device_id and d.enabled
    where r.poll <> 'none' and r.address is not null and not exists (select from entry as e where e.device_id = r.device_id and e.point = r.point)
$$;
select is_empty('select * from pg_temp.counterexample()', 'property: every known register is in exactly one block, within the limits of model and gateway, and no gap is longer than the model allows');
select ok((select count(*) from ems.fn_poll_plan('home01')) between 15 and 60, 'the example house is read in some dozens of requests, not one per register');
update ems.gateway set max_words = 16 where site_id = 'home01';
select is_empty('select * from pg_temp.counterexample()', 'property: a gateway with room for sixteen registers gets no larger block');
update ems.gateway set max_words = 125 where site_id = 'home01';
select is_empty('select * from pg_temp.counterexample()', 'property: a generous gateway does not widen what the model bears');

select is_empty($$ select from ems.fn_poll_plan('home01') as b cross join lateral generate_series(b.address, b.address + b.words - 1) as w (a)
  where b.device = 'heat_pump' and not exists (select from ems.device_register as r where r.device_model = 'samsung_ehs_mim_b19n' and w.a >= r.address and w.a < r.address + r.words) $$,
  'the heat pump''s module is asked for defined registers only');
select is((select (e ->> 'offset')::integer from ems.fn_poll_plan('home01') as b cross join jsonb_array_elements(b.register) as e where b.device = 'inverter' and e ->> 'point' = 'battery_soc_pct'), 
  (select 588 - b.address from ems.fn_poll_plan('home01') as b cross join jsonb_array_elements(b.register) as e where b.device = 'inverter' and e ->> 'point' = 'battery_soc_pct'), 'the offset counts from the block''s address');

-- SunSpec scale factors
select is((select format('%s %s %s', b.address + (e ->> 'offset')::integer, b.address + (e ->> 'exponent_offset')::integer, b.sunspec_model) from ems.fn_poll_plan('home01') as b cross join jsonb_array_elements(b.register) as e where b.device = 'garage' and e ->> 'point' = 'pv_power_w'),
  '14 15 103', 'a register with a scale factor reads both');
select is((select b.words from ems.fn_poll_plan('home01') as b where b.device = 'garage' and b.poll = 'fast'), 2, 'in one request');
select is((select count(distinct b.sunspec_model)::int from ems.fn_poll_plan('home01') as b where b.device = 'garage'), 2, 'blocks never join two models of the chain');

-- two fields of one word
select is((select array_agg(e ->> 'mask' order by (e ->> 'mask')::integer) from ems.fn_poll_plan('home01') as b cross join jsonb_array_elements(b.register) as e where b.device = 'inverter' and e ->> 'point' in ('clock_year', 'clock_month')),
  '{255,65280}', 'two fields of one word are two entries of one block');
select is((select format('%s %s %s', address, words, period) from ems.fn_poll_plan('home01') as b where b.device = 'inverter' and poll = 'clock'), '62 3 01:00:00', 'the clock is read hourly, in one request');
select is((select array_agg(distinct period) from ems.fn_poll_plan('home01') where poll = 'setting'), '{00:02:00}'::interval[], 'settings are read back every two minutes');
select is((select format('%s %s', min(period), max(period)) from ems.fn_poll_plan('home01') where poll in ('fast', 'slow')), '00:00:10 00:01:00', 'telemetry every ten seconds and every minute');

-- what nobody told us is not asked for
select is_empty($$ select from ems.fn_poll_plan('home01') as b cross join jsonb_array_elements(b.register) as e where e ->> 'point' in ('car_power_register', 'car_energy_register') $$, 'points that are not polled are left out');
delete from ems.device_point where site_id = 'home01';
select is_empty($$ select from ems.fn_poll_plan('home01') as b cross join jsonb_array_elements(b.register) as e where e ->> 'point' = 'car_current_limit_a' $$, 'a register of unknown address is left out');
insert into ems.device_point (site_id, device_id, point, address, scale, source) values ('home01', test.device('home01', 'charger'), 'car_current_limit_a', 77, 0.1, 'installer');
select is((select format('%s %s', b.address + (e ->> 'offset')::integer, e ->> 'scale') from ems.fn_poll_plan('home01') as b cross join jsonb_array_elements(b.register) as e where e ->> 'point' = 'car_current_limit_a'), '77 0.1',
  'until an installer knows it');

-- http and disabled devices
select is((select count(*)::int from ems.fn_poll_plan('home01') where device = 'building'), 7, 'an HTTP device has one request per path');
select is_empty($$ select from ems.fn_poll_plan('home01') where device = 'garage_meter' $$, 'a disabled device is not read');
select is_empty($$ select from ems.fn_poll_plan('home02') $$, 'another house has nothing to read');
select * from finish();
rollback;
