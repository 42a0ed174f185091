-- What each car needs by which departure. Wednesday 14 January 2026; workdays 12 kWh by 7:15, weekends 8 kWh by 10:00, home at 17:30.
begin;
select plan(24);
select test.house();
create function pg_temp.need(p_at timestamptz, p_to timestamptz default '2026-01-15 23:00Z') returns text language sql as $$
  select string_agg(format('%s %s-%s %s %s', ev_id, to_char(from_at at time zone 'UTC', 'DD HH24:MI'), to_char(to_at at time zone 'UTC', 'DD HH24:MI'), round(energy_wh), connected), ', ' order by to_at)
  from ems.fn_car_need('home01', date_bin('15 min', p_at, timestamptz 'epoch'), p_to, p_at) $$;
select is(pg_temp.need('2026-01-14 19:00Z'), 'charger 14 19:30-15 06:00 12000 f, charger:2026-01-16 15 16:30-16 06:00 12000 f',
  'nothing known of the car: the first departure counts from half an hour from now, the second from when it is usually home; each a quarter of an hour early');
select is(pg_temp.need('2026-01-14 11:00Z'), 'charger 14 16:30-15 06:00 12000 f, charger:2026-01-16 15 16:30-16 06:00 12000 f', 'at noon it is on the road: it comes at half past five');
select test.frame('home01', 'charger', '{"car_state": 1}', '2026-01-14 18:59Z');
select is(pg_temp.need('2026-01-14 19:00Z'), 'charger 14 19:00-15 06:00 12000 t, charger:2026-01-16 15 16:30-16 06:00 12000 t', 'plugged in it can charge at once');
select test.frame('home01', 'charger', '{"car_state": 0}', '2026-01-14 18:59:10Z');
select ok(pg_temp.need('2026-01-14 19:00Z') like 'charger 14 19:00-%', 'state 0 is charging, connected too');
select test.frame('home01', 'charger', '{"car_state": 6}', '2026-01-14 18:59:20Z');
select ok(pg_temp.need('2026-01-14 19:00Z') like 'charger 14 19:30-%', 'a state nobody explained is not connected');
select test.frame('home01', 'charger', '{"car_state": 1}', '2026-01-14 18:59:30Z');
select ok(pg_temp.need('2026-01-14 19:10Z') like 'charger 14 19:40-%', 'what the charger said ten minutes ago is not known any more');
select test.frame('home01', 'charger', '{"car_state": 1}', '2026-01-14 11:00Z', '2026-01-14 19:10Z');

-- what is in already
select test.steady('home01', 'charger', '{"car_power_w": 4000}', '2026-01-14 17:00Z', '2026-01-14 18:00Z');
select test.frame('home01', 'charger', '{"car_power_w": 0}', '2026-01-14 18:00Z', '2026-01-14 19:00Z');
select ems.fn_aggregate_telemetry('home01', t) from unnest('{2026-01-14 17:00Z,2026-01-14 19:00Z}'::timestamptz[]) as t;
select ok(pg_temp.need('2026-01-14 19:00Z') like '% 8400 %', '4 kWh drawn at 90 % are 3.6 kWh in the car: 8.4 kWh are still to come');
select ok(pg_temp.need('2026-01-14 19:00Z') like '%charger:2026-01-16 %12000%', 'the second departure wants all of its own');
select is((select round(sum(a.mean * a.covered_s / 3600)) from ems.telemetry_aggregate_15m as a where metric_id = test.metric('car_power_w')), 4000::double precision, '(4 kWh as the aggregates tell)');
select test.steady('home01', 'charger', '{"car_power_w": 11000}', '2026-01-14 05:00Z', '2026-01-14 06:10Z', '2026-01-14 19:00Z');
select ems.fn_aggregate_telemetry('home01', '2026-01-14 11:00Z');
select ems.fn_aggregate_telemetry('home01', '2026-01-14 17:00Z');
select test.frame('home01', 'charger', '{"car_power_w": 0}', '2026-01-14 18:00Z', '2026-01-14 19:00Z');
select ems.fn_aggregate_telemetry('home01', t) from unnest('{2026-01-14 17:00Z,2026-01-14 19:00Z}'::timestamptz[]) as t;
select ok(pg_temp.need('2026-01-14 19:00Z') like '% 8400 %', 'what was charged before it last left has been driven');
update ems.telemetry_aggregate_15m set mean = 20000 where metric_id = test.metric('car_power_w') and starts_at >= '2026-01-14 17:00Z';
select ok(pg_temp.need('2026-01-14 19:00Z') like 'charger %-15 06:00 0 %', 'more than enough is nothing to come, never less than nothing');

-- the calendar
select ok(pg_temp.need('2026-01-16 19:00Z', '2026-01-17 23:00Z') like '%-17 08:45 8000 %', 'Saturday leaves at ten');
select is((select round(extract(epoch from to_at - '2026-03-29 22:00Z') / 60) from ems.fn_car_need('home01', '2026-03-29 20:00Z', '2026-03-30 22:00Z', '2026-03-29 20:00Z') where ev_id = 'charger'), 420::numeric, 'the Monday after the clocks went forward: 7:00 is 5:00 UTC');
select is((select to_at from ems.fn_car_need('home01', '2026-03-28 20:00Z', '2026-03-29 22:00Z', '2026-03-28 20:00Z') where ev_id = 'charger'), '2026-03-29 07:45Z'::timestamptz, 'the Sunday itself: 9:45 is 7:45 UTC');
select is((select to_at from ems.fn_car_need('home01', '2026-10-24 20:00Z', '2026-10-25 23:00Z', '2026-10-24 20:00Z') where ev_id = 'charger'), '2026-10-25 08:45Z'::timestamptz, 'the Sunday they go back: 9:45 is 8:45 UTC');
select is((select array_agg(from_at) from ems.fn_car_need('home01', '2026-10-24 10:00Z', '2026-10-25 23:00Z', '2026-10-24 10:00Z') where ev_id = 'charger'), '{2026-10-24 15:30Z}'::timestamptz[], 'home at 17:30 of the summer''s last evening');
select ok(pg_temp.need('2026-01-15 06:05Z') like 'charger %-16 06:00 12000%', 'ten minutes before it leaves there is nothing to plan: tomorrow''s departure is the first');

delete from ems.car_demand where site_id = 'home01' and weekday = 5;
select is((select count(*)::int from ems.fn_car_need('home01', '2026-01-14 19:00Z', '2026-01-15 23:00Z', '2026-01-14 19:00Z')), 1, 'no demand on Fridays, no second departure');
update ems.car_demand set arrives_at = '05:00', ready_at = '06:00' where site_id = 'home01' and weekday = 4;
select is((select from_at from ems.fn_car_need('home01', '2026-01-14 20:00Z', '2026-01-15 23:00Z', '2026-01-14 20:00Z')), '2026-01-15 04:00Z'::timestamptz, 'a car that comes and goes on one day comes that morning');
update ems.car_demand set arrives_at = '17:30', ready_at = '07:15' where site_id = 'home01';
select is(test.answers($$ select ev_id, extract(epoch from from_at), extract(epoch from to_at), energy_wh, connected from ems.fn_car_need('home01', '2026-01-14 19:00Z', '2026-01-17 23:00Z', '2026-01-14 19:00Z') $$), 1, 'the same whatever zone the session thinks in');
select is(test.answers($$ select ev_id, extract(epoch from from_at), extract(epoch from to_at), energy_wh from ems.fn_car_need('home01', '2026-03-28 10:00Z', '2026-03-31 22:00Z', '2026-03-28 10:00Z') $$), 1, 'also around a change of clock');
select test.house('home02', p_zone => 'Pacific/Kiritimati');
select is((select to_at from ems.fn_car_need('home02', '2026-01-14 00:00Z', '2026-01-15 10:00Z', '2026-01-14 00:00Z') order by to_at limit 1), '2026-01-14 17:00Z'::timestamptz, 'another house leaves by its own clock: 7:00 there is 17:00 UTC');
select is((select energy_wh from ems.fn_car_need('home02', '2026-01-14 00:00Z', '2026-01-15 10:00Z', '2026-01-14 00:00Z') order by to_at limit 1), 12000::double precision, 'and has charged nothing yet');
update ems.device set enabled = false where site_id = 'home01' and device = 'charger';
select is_empty($$ select from ems.fn_car_need('home01', '2026-01-14 19:00Z', '2026-01-15 23:00Z', '2026-01-14 19:00Z') $$, 'a charger that is switched off needs nothing');
select * from finish();
rollback;
