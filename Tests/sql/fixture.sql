-- Fixtures of the pgTAP suites: whole houses and the things that happen to them, told in as few words as a test needs.
-- Loaded once into the template database, after the schema and pgtap; every test clones or rolls back.
create schema test;
comment on schema test is 'Fixtures of the pgTAP suites.';

-- A house as fn_demo_site makes it, every device reachable, in a zone of its own choice.
create function test.house(p_site text default 'home01', p_mode text default 'control', p_zone text default 'Europe/Prague', p_at timestamptz default '2026-01-01 00:00Z') returns void
language plpgsql as $$
begin
  perform ems.fn_demo_site(p_site, 'House ' || p_site, '{
    "inverter": {"host": "127.0.0.1", "port": 1502}, "meter": {"host": "127.0.0.1", "port": 1503}, "charger": {"host": "127.0.0.1", "port": 1504},
    "heat_pump": {"host": "127.0.0.1", "port": 1505}, "garage": {"host": "127.0.0.1", "port": 1506}, "building": {"host": "127.0.0.1", "port": 1507}}', p_mode, p_at);
  update ems.site set time_zone = p_zone where site_id = p_site;
end
$$;

-- An account and the claims of its token, as a request has them: `set_config('request.jwt.claims', test.account('anna@example.org', 'operator', '{home01}'), true)`.
-- p_sites NULL: in every house.
create function test.account(p_email text, p_role text, p_sites text[] default null) returns text
language plpgsql as $$
declare
  v_user_id uuid := ems.fn_user_add(p_email, '', case when p_sites is null then p_role end, null, '2026-01-01 00:00Z');
begin
  perform ems.fn_user_member(p_email, s, p_role) from unnest(p_sites) as s;
  return jsonb_build_object('sub', v_user_id, 'email', p_email, 'role', 'ems_' || p_role)::text;
end
$$;

create function test.device(p_site text, p_device text) returns integer
language sql stable as $$ select device_id from ems.device where site_id = p_site and device = p_device $$;

create function test.metric(p_metric text) returns smallint
language sql stable as $$ select metric_id from ems.metric where metric = p_metric $$;

-- One frame: {"grid_power_w": 1200, "grid_frequency_hz": null}; the answer of fn_ingest_telemetry as text.
create function test.frame(p_site text, p_device text, p_value jsonb, p_measured_at timestamptz, p_at timestamptz default null) returns text
language sql volatile as $$
  select format('stored %s, repeated %s, suspect %s, refused %s', i.stored, i.repeated, i.suspect, i.refused)
  from (select array_agg(v.key order by v.key) as metric, array_agg((v.value #>> '{}')::double precision order by v.key) as value from jsonb_each(p_value) as v) as f
  cross join lateral ems.fn_ingest_telemetry(p_site, p_device, f.metric, array[p_measured_at], f.value, coalesce(p_at, p_measured_at)) as i
$$;

-- Constant values of a device every 20 s over a range: what steady minutes look like.
create function test.steady(p_site text, p_device text, p_value jsonb, p_from timestamptz, p_to timestamptz, p_at timestamptz default null) returns integer
language sql volatile as $$
  select i.stored
  from (select array_agg(v.key order by v.key) as metric, array_agg((v.value #>> '{}')::double precision order by v.key) as value from jsonb_each(p_value) as v) as f
  cross join lateral (select array_agg(t order by t) as at from generate_series(p_from, p_to - interval '1 s', interval '20 s') as t) as t
  cross join lateral ems.fn_ingest_telemetry(p_site, p_device, f.metric, t.at,
    (select array_agg(v.value order by a.n, v.n) from unnest(t.at) with ordinality as a (t, n) cross join unnest(f.value) with ordinality as v (value, n)), coalesce(p_at, p_to)) as i
$$;

-- A source's document of one delivery day: a constant price, or one of a function of the slot's number (from 0) as SQL text.
create function test.price(
  p_day date, p_price text default '100', p_at timestamptz default null, p_source text default 'ote', p_market text default 'CZ', p_minutes integer default 15,
  p_leave_out integer default null, p_twice integer default null, p_problem text[] default '{}', out document_id bigint, out status text, out reason text, out changed integer
) language plpgsql volatile as $$
declare
  v_starts timestamptz[];
  v_price numeric[];
begin
  execute format($q$
    select array_agg(g order by n, copy), array_agg(round((%s)::numeric, 5) order by n, copy)
    from ems.market as m cross join lateral ems.fn_day_bounds($1, m.time_zone) as b
    cross join lateral generate_series(b.starts_at, b.ends_at - interval '1 s', make_interval(mins => $3)) with ordinality as s (g, k)
    cross join lateral (select (k - 1)::integer as n) as i
    cross join generate_series(1, case when n = $5 then 2 else 1 end) as copy
    where m.market_code = $2 and n is distinct from $4 $q$, p_price) into v_starts, v_price using p_day, p_market, p_minutes, p_leave_out, p_twice;
  select i.* into document_id, status, reason, changed
  from ems.fn_import_price(p_market, p_source, p_day, v_starts, array(select s + make_interval(mins => p_minutes) from unnest(v_starts) as s), v_price, p_problem,
    concat_ws('|', p_source, p_day, p_minutes, v_price::text, p_problem::text), coalesce(p_at, (p_day - 1)::timestamp at time zone 'UTC' + interval '11 hours 30 min')) as i;
end
$$;

-- A fixing of the euro in crowns.
create function test.fx(p_day date, p_rate numeric, p_at timestamptz default null) returns integer
language sql volatile as $$
  select ems.fn_import_fx('{EUR}', 'CZK', array[p_day], array[p_rate], 'cnb', coalesce(p_at, p_day::timestamp at time zone 'UTC' + interval '13 hours 35 min'))
$$;

-- Prices of 20 days around a day and a rate of 25: a market that has been there for a while.
create function test.market(p_day date default '2026-01-15', p_price text default '100') returns void
language plpgsql volatile as $$
begin
  perform test.fx(p_day - 30, 25);
  perform test.price(p_day + d, p_price) from generate_series(-18, 1) as d;
end
$$;

-- What the owners of these devices had set before anybody came.
create function test.owner_settings(p_model text) returns jsonb
language sql immutable as $$
  select case p_model
    when 'deye_sg_lp3' then '{"charge_limit_a": 120, "discharge_limit_a": 130, "grid_charge_soc_pct": 90, "grid_charge_a": 40, "grid_charge_enabled": 0, "work_mode": 2, "max_sell_w": 9000, "solar_sell": 1,
      "tou_weekdays": 0, "tou_1_start_hhmm": 0, "tou_2_start_hhmm": 500, "tou_3_start_hhmm": 900, "tou_4_start_hhmm": 1300, "tou_5_start_hhmm": 1700, "tou_6_start_hhmm": 2100,
      "tou_1_power_w": 5000, "tou_2_power_w": 5000, "tou_3_power_w": 5000, "tou_4_power_w": 5000, "tou_5_power_w": 5000, "tou_6_power_w": 5000,
      "tou_1_soc_pct": 25, "tou_2_soc_pct": 25, "tou_3_soc_pct": 25, "tou_4_soc_pct": 25, "tou_5_soc_pct": 25, "tou_6_soc_pct": 25,
      "tou_1_grid_charge": 0, "tou_2_grid_charge": 0, "tou_3_grid_charge": 0, "tou_4_grid_charge": 0, "tou_5_grid_charge": 0, "tou_6_grid_charge": 0,
      "tou_1_sell": 0, "tou_2_sell": 0, "tou_3_sell": 0, "tou_4_sell": 0, "tou_5_sell": 0, "tou_6_sell": 0}'
    when 'teltonika_teltocharge' then '{"car_current_limit_a": 16}'
    when 'samsung_ehs_mim_b19n' then '{"heating_on": 1, "heating_mode": 4, "flow_setpoint_c": 40, "dhw_on": 1, "dhw_mode": 1, "dhw_setpoint_c": 46}'
    when 'loxone_miniserver' then '{"battery_mode": 0, "price_rank": 0, "buy_price": 0, "sell_price": 0, "battery_plan_w": 0, "car_plan_w": 0, "heat_pump_plan_w": 0}'
    else '{}' end::jsonb
$$;

-- The worker reads back all settings of one device, or of all: what they hold by the last word of it, else what their owner had.
create function test.read_settings(p_site text, p_at timestamptz, p_device text default null) returns void
language sql volatile as $$
  select count(ems.fn_setting_read(p_site, d.device, r.point, r.value, p_at))
  from ems.device as d
  cross join lateral (
    select array_agg(o.key order by o.key) as point, array_agg(coalesce(s.value, (o.value #>> '{}')::double precision) order by o.key) as value
    from jsonb_each(test.owner_settings(d.device_model)) as o
    left join ems.device_setting as s on s.site_id = d.site_id and s.device_id = d.device_id and s.point = o.key) as r
  where d.site_id = p_site and (p_device is null or d.device = p_device) and r.point is not null
$$;

-- Somebody turns a knob at the device, and the worker reads it.
create function test.turn(p_site text, p_device text, p_point text, p_value double precision, p_at timestamptz) returns integer
language sql volatile as $$ select r.changed from ems.fn_setting_read(p_site, p_device, array[p_point], array[p_value], p_at) as r $$;

-- The worker writes and reads back all that is due; the devices obey. Returns how many commands were verified.
create function test.carry_out(p_site text, p_at timestamptz, p_worker text default 'w1') returns integer
language plpgsql volatile as $$
declare
  v_due record;
  v_count integer := 0;
begin
  perform ems.fn_gateway_claim(p_worker, p_at);
  for v_due in select * from ems.fn_setpoint_due(p_site, p_worker, p_at) loop
    continue when ems.fn_command_sent(p_site, v_due.command_id, p_worker, null, true, p_at) <> 'go';
    perform ems.fn_command_acked(p_site, v_due.command_id, p_at);
    if ems.fn_command_verified(p_site, v_due.command_id, v_due.value, p_at) = 'verified' then v_count := v_count + 1; end if;
  end loop;
  return v_count;
end
$$;

-- An accepted plan without a solver: slots as {"n": 4, "battery_w": 3000, "grid_w": 3500, "soc_pct": 60, "buy": 2, "sell": 1, "load_w": 500, "pv_w": 0, "ev": {"charger": 4000}, …}.
create function test.plan(p_site text, p_from timestamptz, p_slot jsonb, p_known_at timestamptz default null, p_problem jsonb default '{}') returns bigint
language plpgsql volatile as $$
declare
  v_id bigint;
begin
  with slot as (
    select p_from + (row_number() over (order by s.n, g) - 1) * interval '15 min' as starts_at, s.value as v
    from jsonb_array_elements(p_slot) with ordinality as s (value, n) cross join lateral generate_series(1, coalesce((s.value ->> 'n')::integer, 1)) as g
  ), run as (
    insert into ems.planning_run (site_id, type, known_at, horizon_from, horizon_to, status, accepted, verdict, problem, cost, solver_version, author)
    select p_site, 'rolling', coalesce(p_known_at, p_from), p_from, max(starts_at) + interval '15 min', 'feasible', true, 'made by hand', p_problem, 0, 'test', 'test' from slot
    returning planning_run_id
  ), written as (
    insert into ems.planning_interval (site_id, planning_run_id, starts_at, ends_at, buy_per_kwh, sell_per_kwh, price_estimated, load_w, pv_w, grid_import_w, grid_export_w, curtailed_w,
      battery_charge_w, battery_discharge_w, soc_wh, soc_pct, ev_w, ev, heat_pump_w, energy_value_per_kwh, mode, reason)
    select p_site, r.planning_run_id, s.starts_at, s.starts_at + interval '15 min', coalesce((v ->> 'buy')::double precision, 4), coalesce((v ->> 'sell')::double precision, 2), false,
      coalesce((v ->> 'load_w')::double precision, 500), coalesce((v ->> 'pv_w')::double precision, 0), greatest(0, coalesce((v ->> 'grid_w')::double precision, 0)), greatest(0, -coalesce((v ->> 'grid_w')::double precision, 0)),
      coalesce((v ->> 'curtailed_w')::double precision, 0), greatest(0, coalesce((v ->> 'battery_w')::double precision, 0)), greatest(0, -coalesce((v ->> 'battery_w')::double precision, 0)),
      coalesce((v ->> 'soc_pct')::double precision, 50) * 150, coalesce((v ->> 'soc_pct')::double precision, 50),
      (select coalesce(sum(e.value::double precision), 0) from jsonb_each_text(coalesce(v -> 'ev', '{}')) as e), coalesce(v -> 'ev', '{}'), coalesce((v ->> 'heat_pump_w')::double precision, 0), (v ->> 'value')::double precision,
      ems.fn_plan_mode(b, coalesce((v ->> 'battery_w')::double precision, 0), coalesce((v ->> 'grid_w')::double precision, 0), coalesce((v ->> 'soc_pct')::double precision, 50), (v ->> 'value')::double precision,
        coalesce((v ->> 'buy')::double precision, 4), coalesce((v ->> 'sell')::double precision, 2)), 'by_hand'
    from slot as s cross join run as r left join ems.battery as b on b.site_id = p_site
  )
  select planning_run_id into v_id from run;
  return v_id;
end
$$;

-- Past slots as the audit would have stored them, at constant or computed figures (SQL text over starts_at and local_at).
create function test.past(
  p_site text, p_from timestamptz, p_to timestamptz, p_load_w text default '400', p_pv_w text default '0', p_outdoor_c text default '5', p_curtailed text default 'false', p_covered real default 1,
  p_heat_pump_w text default '0', p_heat_w text default '0'
) returns bigint
language plpgsql volatile as $$
declare
  v_count bigint;
begin
  execute format($q$
    insert into ems.audit_interval (site_id, starts_at, ends_at, covered, import_wh, export_wh, pv_wh, load_wh, battery_charge_wh, battery_discharge_wh, ev_wh, heat_pump_wh, heat_wh, outdoor_c, curtailed, filled_at)
    select s.site_id, g.starts_at, g.starts_at + w.width, %L::real, 0, 0, (%s) * w.hours, (%s) * w.hours, 0, 0, 0, (%s) * w.hours, (%s) * w.hours, %s, %s, g.starts_at + w.width
    from ems.site as s
    cross join lateral (select make_interval(mins => s.slot_minutes) as width, s.slot_minutes / 60.0::double precision as hours) as w
    cross join lateral generate_series($2, $3 - interval '1 s', w.width) as g (starts_at)
    cross join lateral (select g.starts_at at time zone s.time_zone as local_at) as l
    where s.site_id = $1 $q$, p_covered, p_pv_w, p_load_w, p_heat_pump_w, p_heat_w, p_outdoor_c, p_curtailed) using p_site, p_from, p_to;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

-- A weather forecast in slots of p_minutes: irradiance and temperature as SQL text over starts_at.
create function test.weather(
  p_site text, p_from timestamptz, p_to timestamptz, p_ghi text default '0', p_dni text default 'null', p_dhi text default 'null', p_temperature text default '10',
  p_at timestamptz default null, p_minutes integer default 15, p_provider text default 'open-meteo', p_pv text default 'null', out forecast_run_id bigint, out status text, out reason text
) language plpgsql volatile as $$
declare
  v record;
begin
  execute format($q$
    select array_agg(starts_at order by starts_at) as s, array_agg(starts_at + make_interval(mins => $3) order by starts_at) as e,
      array_agg((%s)::double precision order by starts_at) as ghi, array_agg((%s)::double precision order by starts_at) as dni, array_agg((%s)::double precision order by starts_at) as dhi,
      array_agg((%s)::double precision order by starts_at) as temperature, array_agg((%s)::double precision order by starts_at) as pv
    from generate_series($1, $2 - interval '1 s', make_interval(mins => $3)) as g (starts_at) $q$, p_ghi, p_dni, p_dhi, p_temperature, p_pv) into v using p_from, p_to, p_minutes;
  select i.* into forecast_run_id, status, reason
  from ems.fn_import_forecast(p_site, p_provider, coalesce(p_at, p_from), null, v.s, v.e, v.ghi, v.dni, v.dhi, v.temperature, '{}', '{}', v.pv, '{}', '{}', '{}', 'body', coalesce(p_at, p_from)) as i;
end
$$;

-- Whether an alert of this code (and subject) is open.
create function test.alerts(p_site text, p_code text, p_subject text default null) returns integer
language sql stable as $$
  select count(*)::integer from ems.alert where site_id = p_site and code = p_code and state <> 'resolved' and (p_subject is null or subject = p_subject)
$$;

-- SQLSTATE and constraint a statement is refused with, 'accepted' where it is not: refusals are told by codes, never by text.
create function test.refusal(p_statement text) returns text
language plpgsql volatile as $$
declare
  v_state text;
  v_constraint text;
begin
  execute p_statement;
  return 'accepted';
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_constraint = constraint_name;
  return concat_ws(' ', v_state, nullif(v_constraint, ''));
end
$$;

-- How many different answers a query gives when sessions think in different zones: 1 is what the law wants. No timestamptz in its columns, only epochs.
create function test.answers(p_query text) returns integer
language plpgsql volatile as $$
declare
  v_zone text;
  v_before text := current_setting('timezone');
  v_digest text;
  v_digests text[] := '{}';
begin
  foreach v_zone in array '{UTC,Europe/Prague,Pacific/Kiritimati,America/New_York}'::text[] loop
    perform set_config('timezone', v_zone, true);
    execute format('select md5(coalesce(string_agg(q::text, e''\n''), '''')) from (%s) as q', p_query) into v_digest;
    v_digests := v_digests || v_digest;
  end loop;
  perform set_config('timezone', v_before, true);
  return (select count(distinct d) from unnest(v_digests) as d);
end
$$;

-- A market and contracts of round numbers: a kWh costs 4 and earns 1 (spot 100 EUR/MWh at 25 = 2.5, fees +1.5 and −1.5; no distribution, no levies).
create function test.round_prices(p_site text default 'home01', p_day date default '2026-01-15') returns void
language plpgsql volatile as $$
begin
  perform test.market(p_day);
  delete from ems.levy;
  delete from ems.site_distribution where site_id = p_site;
  delete from ems.supply_contract where site_id = p_site;
  insert into ems.supply_contract (site_id, direction, validity, supplier, pricing, fee_per_kwh, includes_vat)
  values (p_site, 'buy', '[2025-01-01,)', 'test', 'spot', 1.5, false), (p_site, 'sell', '[2025-01-01,)', 'test', 'spot', -1.5, false);
end
$$;

-- Everything a house measures, steady over a range; figures that are left out are 0, null is not measured.
create function test.measured(p_site text, p_from timestamptz, p_to timestamptz, p_value jsonb default '{}') returns void
language sql volatile as $$
  select count(test.steady(p_site, d.device, d.value, p_from, p_to))
  from (
    select m.device, jsonb_object_agg(m.metric, m.value) as value
    from (
      select t.device, t.metric, case when p_value ? t.name then p_value -> t.name else '0' end as value
      from (values ('grid_w', 'meter_grid', 'grid_power_w'), ('battery_w', 'inverter', 'battery_power_w'), ('soc_pct', 'inverter', 'battery_soc_pct'), ('ac_w', 'inverter', 'inverter_power_w'), ('pv_w', 'inverter', 'pv_power_w'),
        ('garage_w', 'garage', 'pv_power_w'), ('ev_w', 'charger', 'car_power_w'), ('heat_pump_w', 'meter_heat_pump', 'heat_pump_power_w'), ('heat_w', 'heat_pump', 'heat_power_w'), ('outdoor_c', 'heat_pump', 'outdoor_temperature_c')
      ) as t (name, device, metric)
    ) as m
    where m.value <> 'null'
    group by m.device
  ) as d
$$;
