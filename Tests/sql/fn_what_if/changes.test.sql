-- Another battery, tariff, contract, more sun, no car: over days that were measured, by hand and against really changing the house.
begin;
select plan(32);
select test.house();
select test.market('2026-01-15', '100 + 60 * sin(n / 7.0)');
-- four days: 0.5 kW all day, 1.2 kW in the evening; 4 kW of sun at noon; a car of 2 kW for two hours
select test.past('home01', '2026-01-04 23:00Z', '2026-01-08 23:00Z', '500 + 700 * (extract(hour from l.local_at) >= 17)::int', '4000 * (extract(hour from l.local_at) between 10 and 13)::int');
update ems.audit_interval set ev_wh = 500 where extract(hour from starts_at at time zone 'Europe/Prague') between 1 and 2;
update ems.audit_interval set soc_pct = 50;
create function pg_temp.total(p_changes text, p_from timestamptz default '2026-01-04 23:00Z', p_to timestamptz default '2026-01-08 23:00Z') returns table (slots integer, measured numeric, cost numeric, changed_cost numeric, standing numeric, changed_standing numeric, saved numeric, currency text)
language sql as $$ select slots, measured, cost, changed_cost, standing, changed_standing, saved, currency from ems.fn_what_if('home01', p_changes::jsonb, p_from, p_to, '2026-02-01Z') where local_day is null $$;

select is((select array_agg(local_day order by local_day) from ems.fn_what_if('home01', '{}', '2026-01-04 23:00Z', '2026-01-08 23:00Z', '2026-02-01Z')), '{2026-01-05,2026-01-06,2026-01-07,2026-01-08,NULL}'::date[], 'a row a local day, and the total');
select is((select concat_ws(' ', slots, measured, saved, currency, cost = changed_cost) from pg_temp.total('{}')), '384 1.0000 0.0000 CZK t', 'no change saves nothing');
select is_empty($$ select * from (select sum(cost) filter (where local_day is not null) - sum(cost) filter (where local_day is null) as d, sum(saved) filter (where local_day is not null) - sum(saved) filter (where local_day is null) as e
  from ems.fn_what_if('home01', '{"pv_scale": 2}', '2026-01-04 23:00Z', '2026-01-08 23:00Z', '2026-02-01Z')) as x where d <> 0 or e <> 0 $$, 'the days add up to the total');

-- without a battery a day is arithmetic
create temporary view hand as
select sum(case when m.load_w + m.ev_w > m.pv_w then (m.load_w + m.ev_w - m.pv_w) * e.buy_per_kwh else (m.load_w + m.ev_w - m.pv_w) * e.sell_per_kwh end / 4000) as with_car,
  sum(case when m.load_w > m.pv_w then (m.load_w - m.pv_w) * e.buy_per_kwh else (m.load_w - m.pv_w) * e.sell_per_kwh end / 4000) as without_car
from ems.fn_measured_slot('home01', '2026-01-04 23:00Z', '2026-01-08 23:00Z') as m join ems.fn_effective_price('home01', '2026-01-04 23:00Z', '2026-01-08 23:00Z', '2026-02-01Z') as e on e.starts_at = m.starts_at;
select is((select round(changed_cost, 2) from pg_temp.total('{"battery": false}')), (select round(with_car::numeric, 2) from hand), 'no battery: what is missing is bought, what is left over is sold');
select is((select round(changed_cost, 2) from pg_temp.total('{"battery": false, "ev": false}')), (select round(without_car::numeric, 2) from hand), 'nor a car');
select cmp_ok((select saved from pg_temp.total('{"battery": false}')), '<', 0::numeric, 'the battery pays');
select cmp_ok((select saved from pg_temp.total('{"battery": {"capacity_wh": 30000}}')), '>=', -0.01, 'a bigger one does no harm');
select cmp_ok((select saved from pg_temp.total('{"pv_scale": 1.5}')), '>', 0::numeric, 'more sun pays');
select cmp_ok((select saved from pg_temp.total('{"pv_scale": 0}')), '<', 0::numeric, 'none costs');
select cmp_ok((select saved from pg_temp.total('{"ev": false}')), '>', 0::numeric, 'without a car the house buys less');
select is((select saved from pg_temp.total('{"ev": true}')), 0.0000, 'with it nothing changes');

-- the answer is the one the changed house gives
create function pg_temp.same(p_changes text, p_update text) returns text language plpgsql as $$
declare
  v_asked record;
  v_done record;
begin
  select * into v_asked from pg_temp.total(p_changes);
  begin
    execute p_update;
    select * into v_done from pg_temp.total('{}');
    raise exception using errcode = 'ZZ001';
  exception when sqlstate 'ZZ001' then null;
  end;
  return concat_ws(' ', v_asked.changed_cost = v_done.cost, v_asked.changed_standing = v_done.standing, v_asked.changed_cost <> v_asked.cost or v_asked.standing <> v_asked.changed_standing);
end
$$;
select is(pg_temp.same('{"battery": {"capacity_wh": 5000, "charge_limit_w": 2000, "discharge_efficiency": 0.9, "grid_charge": false}}',
  $$ update ems.battery set capacity_wh = 5000, charge_limit_w = 2000, discharge_efficiency = 0.9, grid_charge = false $$), 't t t', 'another battery');
select is(pg_temp.same('{"distribution": {"rate": "D25d", "window_code": "CEZ_AKU8_V1"}}', $$ update ems.site_distribution set rate = 'D25d', window_code = 'CEZ_AKU8_V1' $$), 't t t', 'another rate of distribution, breaker and all');
select is(pg_temp.same('{"distribution": {"distributor": "PREDISTRIBUCE", "rate": "D02d", "window_code": null}}', $$ update ems.site_distribution set distributor = 'PREDISTRIBUCE', rate = 'D02d', window_code = null $$), 't t t', 'another distributor, without windows');
select is(pg_temp.same('{"contract": {"buy": {"pricing": "fixed", "price_per_kwh": 3.1, "per_month": 60}}}', $$ update ems.supply_contract set pricing = 'fixed', price_per_kwh = 3.1, per_month = 60 where direction = 'buy' $$), 't t t', 'a fixed price');
select is(pg_temp.same('{"contract": {"buy": {"settlement_minutes": 60}, "sell": {"spot_factor": 0.75, "fee_per_kwh": 0}}}',
  $$ update ems.supply_contract set settlement_minutes = 60 where direction = 'buy'; update ems.supply_contract set spot_factor = 0.75, fee_per_kwh = 0 where direction = 'sell' $$), 't t t', 'both contracts at once');
delete from ems.supply_contract where direction = 'sell';
select is(pg_temp.same('{"contract": {"sell": {"fee_per_kwh": -0.2, "supplier": "x"}}}',
  $$ insert into ems.supply_contract (site_id, direction, validity, supplier, pricing, fee_per_kwh, includes_vat) values ('home01', 'sell', '[2025-01-01,)', 'x', 'spot', -0.2, false) $$), 't t t', 'a contract where there was none');

-- standing charges by hand: 31 days of January 2026
select is((select round(standing * 31 / 4, 2) from pg_temp.total('{}')), (select round((159 / 1.21 + b.price_per_month * case when b.per_ampere then 25 else 1 end + coalesce((select sum(value) from ems.levy where country = 'CZ' and unit = 'per_month' and validity @> date '2026-01-05'), 0)) * 1.21, 2)
  from ems.breaker_price as b where b.distributor = 'CEZ_DISTRIBUCE' and b.rate = 'D57d' and b.phases = 3 and b.validity @> date '2026-01-05' and 25 > b.above_a and 25 <= b.up_to_a), 'fee of the contract, main breaker and monthly levies, by the day');

-- gaps
update ems.audit_interval set load_wh = null where starts_at >= '2026-01-06 10:00Z' and starts_at < '2026-01-06 16:00Z';
select is((select string_agg(measured::text, ' ' order by local_day) from ems.fn_what_if('home01', '{}', '2026-01-04 23:00Z', '2026-01-08 23:00Z', '2026-02-01Z')), '1.0000 0.7500 1.0000 1.0000 0.9375', 'what was not measured is told, the usual of that time stands in');
select is((select string_agg(slots::text, ' ' order by local_day) from ems.fn_what_if('home01', '{}', '2026-01-04 23:00Z', '2026-01-08 23:00Z', '2026-01-07 00:00Z')), '96 96 96 288', 'a day whose prices were not known is left out');
select is(test.refusal($$ select ems.fn_what_if('home01', '{}', '2025-06-01Z', '2025-06-03Z', '2026-02-01Z') $$), 'SA422 what_if_measured', 'nothing measured, no answer');
select is(test.refusal($$ select ems.fn_what_if('home01', '{}', '2026-01-04 23:00Z', '2026-01-08 23:00Z', '2025-12-01Z') $$), 'SA422 what_if_price', 'no prices, none');
select is(test.refusal($$ select ems.fn_what_if('home01', '{"distribution": {"rate": "D99d"}}', '2026-01-04 23:00Z', '2026-01-08 23:00Z', '2026-02-01Z') $$), 'SA422 what_if_price', 'nor with a rate nobody has');

-- refusals name the key
create function pg_temp.key(p_changes text) returns text language plpgsql as $$
declare v_detail text;
begin
  perform ems.fn_what_if('home01', p_changes::jsonb, '2026-01-04 23:00Z', '2026-01-08 23:00Z', '2026-02-01Z');
  return 'accepted';
exception when others then
  get stacked diagnostics v_detail = pg_exception_detail;
  return sqlstate || ' ' || v_detail;
end
$$;
select is(pg_temp.key('{"batery": {}}'), 'SA400 batery', 'a key that is not known');
select is(pg_temp.key('{"battery": {"capacity": 1}}'), 'SA400 battery.capacity', 'nor inside');
select is(pg_temp.key('{"contract": {"buy": {"site_id": "x"}}}'), 'SA400 contract.buy.site_id', 'nor deep inside');
select is_empty($$ select c from unnest('{"[]","1","{\"battery\": 5}","{\"battery\": null}","{\"battery\": {\"capacity_wh\": \"big\"}}","{\"battery\": {\"capacity_wh\": null}}","{\"battery\": {\"charge_limit_w\": -1}}","{\"pv_scale\": -1}","{\"pv_scale\": \"x\"}","{\"ev\": 1}","{\"contract\": {\"buy\": 3}}","{\"contract\": {\"buy\": {\"pricing\": \"free\"}}}","{\"distribution\": {\"rate\": 57}}","{\"distribution\": {\"rate\": null}}"}'::text[]) as c
  where pg_temp.key(c) not like 'SA400 %' $$, 'property: a value of the wrong kind is refused, by its key');
select is(pg_temp.key('{"battery": {"charge_efficiency": 0}}'), '22023 battery.charge_efficiency', 'a battery that cannot be is refused by the solver');
delete from ems.battery;
select is(pg_temp.key('{"battery": {"capacity_wh": 10000}}'), 'SA400 battery', 'a house without a battery must be told its size');
select cmp_ok((select saved from pg_temp.total('{"battery": {"capacity_wh": 10000, "charge_limit_w": 4000, "discharge_limit_w": 4000}}')), '>', 0::numeric, 'a first battery pays');
select is(test.refusal($$ select ems.fn_what_if('nowhere', '{}', '2026-01-04 23:00Z', '2026-01-08 23:00Z', '2026-02-01Z') $$), 'SA404', 'no such house');

-- the day the clock goes forward
select test.fx('2026-03-20', 25), test.price('2026-03-29', '100 + n');
select test.past('home01', '2026-03-28 23:00Z', '2026-03-29 22:00Z');
select is((select array_agg(slots) from ems.fn_what_if('home01', '{}', '2026-03-28 23:00Z', '2026-03-29 22:00Z', '2026-04-01Z')), '{92,92}'::integer[], 'has 92 slots');
select * from finish();
rollback;
