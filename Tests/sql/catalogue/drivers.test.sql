-- Every driver that ships: its points are known, its modes can be written, no two points are the same bits.
begin;
select plan(19);
select cmp_ok((select count(*)::int from ems.device_model), '>=', 8, 'there is something to look at');
select is((select array_agg(distinct class order by class) from ems.device_model), '{building,charger,heat_pump,inverter,meter}'::text[], 'of every class');
select is_empty($$ select device_model from ems.device_model as m where not exists (select from ems.device_register as r where r.device_model = m.device_model) $$, 'each has registers');
select is_empty($$ select device_model from ems.device_model where source = '' or name = '' $$, 'and says where they come from');
select is_empty($$ select device_model, point from ems.device_register where poll in ('fast', 'slow') and point not in (select metric from ems.metric) $$, 'what is polled is in the metric dictionary');
select is_empty($$ select device_model, metric from ems.device_derivation where metric not in (select metric from ems.metric) $$, 'what is derived too');
select is_empty($$ select d.device_model, d.metric, i from ems.device_derivation as d cross join unnest(d.input) as i where not exists (select from ems.device_register as r where r.device_model = d.device_model and r.point = i and r.poll in ('fast', 'slow')) $$, 'from points that are polled');
select is_empty($$ select m.device_model, m.mode, p.point from ems.device_mode as m cross join lateral (select case when m.slot is null then m.point else replace(m.point, '_n_', format('_%s_', n)) end from generate_series(1, case when m.slot is null then 1 else 6 end) as n) as p (point)
  where not exists (select from ems.device_register as r where r.device_model = m.device_model and r.point = p.point and r.access = 'rw' and r.poll = 'setting' and (m.value is null or m.value between r.lowest and r.highest)) $$, 'what a mode writes is a setting that may be written, within its range, and is read back');
select is_empty($$ select a.device_model, a.point, b.point from ems.device_register as a join ems.device_register as b on b.device_model = a.device_model and b.point > a.point and b.space = a.space and b.sunspec_model is not distinct from a.sunspec_model
  and int4range(a.address, a.address + a.words) && int4range(b.address, b.address + b.words) where a.address is not null and b.address is not null and coalesce(a.mask, 65535) & coalesce(b.mask, 65535) <> 0 $$, 'no two points share a bit, not even of long registers');
select is_empty($$ select device_model, point from ems.device_register where access = 'rw' and poll not in ('setting', 'clock') $$, 'what may be written is a setting or a clock');
select is_empty($$ select r.device_model, r.point, m.lowest, m.highest from ems.device_register as r join ems.metric as m on m.metric = r.point where r.poll in ('fast', 'slow') and (r.lowest > m.highest or r.highest < m.lowest) $$, 'its range and the metric''s have something in common');
select is_empty($$ select device_model, point from ems.device_register as r join ems.device_model as m using (device_model) where r.words > m.max_words $$, 'no value is longer than what can be read at once');
-- what every class must be able to do
select is_empty($$ select m.device_model, w from ems.device_model as m cross join unnest(case m.class when 'inverter' then '{self_consumption,hold,idle,charge,discharge}'::text[] when 'charger' then '{car_charge,car_pause}' when 'heat_pump' then '{heat_normal,heat_boost,heat_reduce}' when 'building' then '{publish}' else '{}' end) as w
  where exists (select from ems.device_mode as d where d.device_model = m.device_model) and not exists (select from ems.device_mode as d where d.device_model = m.device_model and d.mode = w) $$, 'a model that can be controlled knows every mode of its class');
select is_empty($$ select a.device_model, a.mode, b.mode, b.point from ems.device_mode as a join ems.device_mode as b on b.device_model = a.device_model and b.mode not in (a.mode, 'any') and a.mode <> 'any' and (b.value is not null or b.parameter <> 'owner') and b.point not like 'tou%'
  where b.device_model like 'deye%' and b.point in ('work_mode', 'charge_limit_a') and a.mode not in (select x.mode from ems.device_mode as x where x.device_model = b.device_model and x.point = b.point) and b.point = 'work_mode' and a.mode <> 'idle' and a.mode <> 'hold' $$,
  'a way of work that one mode sets, the others set back');
select is_empty($$ select device_model from ems.device_model as m where class = 'inverter' and exists (select from ems.device_mode as d where d.device_model = m.device_model and d.point like 'tou%') and not exists (select from ems.device_register as r where r.device_model = m.device_model and r.poll = 'clock') $$, 'an inverter with schedules shows its clock');
select is_empty($$ select device_model, point from ems.device_register where poll = 'setting' and access = 'rw' and address is null and path is null and device_model <> 'teltonika_teltocharge' $$, 'only the charger whose maker is silent has settings without an address');
select is_empty($$ select r.device_model, r.point from ems.device_register as r where r.writable_point is not null and not exists (select from ems.device_register as w where w.device_model = r.device_model and w.point = r.writable_point and w.poll = 'setting') $$, 'what decides whether a setting may be written is read as a setting');
select is_empty($$ select s.device_model, s.metric from ems.device_model_signal as s
  where not exists (select from ems.device_register as r where r.device_model = s.device_model and r.point = s.metric and r.poll in ('fast', 'slow'))
    and not exists (select from ems.device_derivation as d where d.device_model = s.device_model and d.metric = s.metric) $$, 'what a model can measure for a house is polled or derived');
select is_empty($$ select device_model from ems.device_model as m where class <> 'building' and not exists (select from ems.device_model_signal as s where s.device_model = m.device_model) $$, 'whatever measures says for what');
select * from finish();
rollback;
