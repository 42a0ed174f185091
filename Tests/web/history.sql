-- Ten weeks of an invented past for the demo house, so that pages about the past have something to show: quarter-hours of audit and telemetry, and yesterday's plan.
-- Usage: psql -v site=home01 -f history.sql. Runs once; a house that has it is left alone.
begin;
select set_config('history.site', :'site', true);
do $$
declare
  v_site text := current_setting('history.site');
  v_now timestamptz := date_bin('15 min', now(), timestamptz 'epoch');
  v_first timestamptz := date_bin('15 min', now() - interval '70 days', timestamptz 'epoch');
  v_run bigint;
  v_soc double precision := 40;
  v record;
begin
  if exists (select from ems.audit_interval as a where a.site_id = v_site and a.starts_at < now() - interval '1 day') then return; end if;
  create temporary table past on commit drop as
  select g.at, l.local, extract(hour from l.local) + extract(minute from l.local) / 60 as hour, l.local::date as day, extract(isodow from l.local) as weekday,
    -- one number a day and one a slot, the same every time
    abs(hashint4(extract(epoch from l.local::date)::bigint::int / 86400)) % 1000 / 1000.0 as luck, abs(hashint8(extract(epoch from g.at)::bigint)) % 1000 / 1000.0 as noise,
    (v_now::date - l.local::date) as age, 0.0::double precision as pv, 0.0::double precision as load, 0.0::double precision as ev, 0.0::double precision as hp, 0.0::double precision as battery,
    0.0::double precision as grid, 0.0::double precision as soc, 0.0::double precision as buy, 0.0::double precision as sell
  from generate_series(v_first, v_now - interval '15 min', interval '15 min') as g (at) cross join lateral (select g.at at time zone 'Europe/Prague' as local) as l;
  for v in select * from past order by at loop
    -- by the sun as it stands there and then, through the clouds of the day's luck
    v.pv := greatest(0, sin(radians((ems.fn_sun_position(50.08, 14.43, v.at + interval '450 s')).elevation_deg))) ^ 1.15 * 9500 * (0.25 + 0.7 * v.luck) * (0.9 + 0.2 * v.noise);
    v.load := 280 + 420 * exp(-1 * ((v.hour - 7.2) / 1.2) ^ 2) + 900 * exp(-1 * ((v.hour - 19) / 2.1) ^ 2) + 260 * v.noise;
    v.hp := case when v.noise + 0.012 * (40 - v.age) > 0.75 then 1300 + 500 * v.luck else 0 end;
    v.ev := case when v.weekday <= 5 and v.hour >= 1.5 and v.hour < 3.25 then 6900 else 0 end;
    v.buy := 2.9 + 0.9 * exp(-1 * ((v.hour - 8) / 2) ^ 2) + 1.5 * exp(-1 * ((v.hour - 18.5) / 2.3) ^ 2) - 0.9 * exp(-1 * ((v.hour - 2.5) / 2.5) ^ 2) - 0.8 * exp(-1 * ((v.hour - 13) / 2) ^ 2) * v.luck + 0.15 * v.noise;
    v.sell := (v.buy - 0.75) / 1.21 - 0.9;
    -- bought at night where the day ahead is a dark one
    v.battery := case when v.hour >= 2 and v.hour < 4.5 and v_soc < 62 and v.luck < 0.35 then 3600 when v.pv > v.load + v.hp and v_soc < 99 then v.pv - v.load - v.hp when v.ev > 0 then 0 else -(v.load + v.hp - v.pv) end;
    if v.battery < 0 and v_soc < 12 then v.battery := 0; end if;
    v.battery := greatest(-6000, least(6000, v.battery));
    v_soc := greatest(10, least(100, v_soc + v.battery * case when v.battery > 0 then 0.96 else 1 / 0.96 end / 4 / 150));
    update past set pv = v.pv, load = v.load, hp = v.hp, ev = v.ev, battery = v.battery, grid = v.load + v.hp + v.ev + v.battery - v.pv, soc = v_soc, buy = v.buy, sell = v.sell where at = v.at;
  end loop;

  insert into ems.audit_interval (site_id, starts_at, ends_at, covered, import_wh, export_wh, pv_wh, load_wh, battery_charge_wh, battery_discharge_wh, ev_wh, heat_pump_wh, soc_pct, curtailed, plan_import_wh, plan_export_wh, plan_pv_wh, plan_load_wh,
    plan_soc_pct, buy_per_kwh, sell_per_kwh, price_known_at, cost, plan_cost, no_battery_cost, self_consumption_cost, self_consumption_soc_wh, filled_at)
  select v_site, p.at, p.at + interval '15 min', 1, greatest(p.grid, 0) / 4, greatest(-p.grid, 0) / 4, p.pv / 4, p.load / 4, greatest(p.battery, 0) / 4, greatest(-p.battery, 0) / 4, p.ev / 4, p.hp / 4, p.soc, false,
    greatest(p.grid, 0) / 4, greatest(-p.grid, 0) / 4, p.pv / 4 * (0.8 + 0.4 * p.luck), p.load / 4 * (0.88 + 0.24 * p.noise), p.soc, round(p.buy::numeric, 6), round(p.sell::numeric, 6), p.at - interval '12 hours',
    round(((greatest(p.grid, 0) * p.buy + least(p.grid, 0) * p.sell) / 4000)::numeric, 6), round(((greatest(p.grid, 0) * p.buy + least(p.grid, 0) * p.sell) / 4000 * (0.93 + 0.1 * p.luck))::numeric, 6),
    round(((greatest(p.grid - p.battery, 0) * p.buy + least(p.grid - p.battery, 0) * p.sell) / 4000)::numeric, 6), round(((greatest(p.grid - p.battery * 0.72, 0) * p.buy + least(p.grid - p.battery * 0.72, 0) * p.sell) / 4000)::numeric, 6),
    p.soc * 150, now()
  from past as p
  on conflict do nothing;

  insert into ems.telemetry_aggregate (site_id, device_id, metric_id, level, starts_at, mean, lowest, highest, last, samples, covered_s)
  select v_site, d.device_id, m.metric_id, l.minutes, w.starts_at, w.mean, w.lowest, w.highest, w.last, (l.minutes * 6)::integer, l.minutes * 60
  from (values (15, interval '15 min', interval '8 days'), (60, '1 hour', '70 days')) as l (minutes, width, reach)
  cross join (values ('meter_grid', 'grid_power_w'), ('inverter', 'inverter_power_w'), ('inverter', 'pv_power_w'), ('garage', 'pv_power_w'), ('inverter', 'battery_power_w'), ('inverter', 'battery_soc_pct'), ('charger', 'car_power_w'), ('meter_heat_pump', 'heat_pump_power_w')) as k (device, metric)
  join ems.device as d on d.site_id = v_site and d.device = k.device
  join ems.metric as m on m.metric = k.metric
  cross join lateral (
    select date_bin(l.width, p.at, timestamptz 'epoch') as starts_at, avg(x.value) as mean, min(x.value - 0.06 * abs(x.value)) as lowest, max(case when k.metric like '%_pct' then x.value else x.value + 0.06 * abs(x.value) end) as highest, (array_agg(x.value order by p.at desc))[1] as last
    from past as p cross join lateral (select case k.device || ' ' || k.metric when 'meter_grid grid_power_w' then p.grid when 'inverter inverter_power_w' then p.pv * 0.75 - p.battery when 'inverter pv_power_w' then p.pv * 0.75
      when 'garage pv_power_w' then p.pv * 0.25 when 'inverter battery_power_w' then p.battery when 'inverter battery_soc_pct' then p.soc when 'charger car_power_w' then p.ev else p.hp end as value) as x
    where p.at >= now() - l.reach group by 1
  ) as w
  on conflict do nothing;

  insert into ems.planning_run (site_id, type, known_at, horizon_from, horizon_to, status, accepted, verdict, problem, cost, lower_bound, gap, self_consumption_cost, solver_version, author)
  values (v_site, 'daily', now() - interval '46 hours', v_now - interval '46 hours', v_now, 'optimal', true, 'accepted: invented past', '{}', 61.2, 61.1, 0.0016, 78.4, 'invented', 'schedule')
  returning planning_run_id into v_run;
  insert into ems.planning_interval (site_id, planning_run_id, starts_at, ends_at, buy_per_kwh, sell_per_kwh, price_estimated, load_w, pv_w, grid_import_w, grid_export_w, curtailed_w, battery_charge_w, battery_discharge_w, soc_wh, soc_pct, ev_w, ev,
    heat_pump_w, store_wh, energy_value_per_kwh, mode, reason, next_best)
  select v_site, v_run, p.at, p.at + interval '15 min', p.buy, p.sell, false, round(p.load * (0.9 + 0.2 * p.luck)), round(p.pv * 1.1), round(greatest(p.grid, 0)), round(greatest(-p.grid, 0)), 0, round(greatest(p.battery, 0)), round(greatest(-p.battery, 0)),
    p.soc * 150, least(100, p.soc * 1.02), p.ev, '{}', p.hp, 4000, 3.1, case when p.battery > 0 and p.grid > 0 then 'charge' else 'self_consumption' end,
    case when p.battery > 0 and p.grid > 0 then 'charge_cheap_grid' when p.battery > 0 then 'charge_from_pv' when p.battery < 0 then 'discharge_to_load' else 'import_load' end, '{"action": "hold_for_later", "extra_cost": 0.42}'
  from past as p where p.at >= v_now - interval '46 hours';
end
$$;
commit;
