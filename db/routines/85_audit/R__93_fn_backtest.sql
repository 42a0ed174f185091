create or replace function ems.fn_backtest(p_site_id text, p_from timestamptz, p_to timestamptz, p_at timestamptz, p_every interval default interval '6 hours')
returns table (
  local_day date, slots integer, measured numeric, cost numeric, no_battery_cost numeric, self_consumption_cost numeric, threshold_cost numeric, perfect_cost numeric,
  saved numeric, captured numeric, regret numeric, price_regret numeric, pv_regret numeric, load_regret numeric, execution_regret numeric, currency text
)
language plpgsql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  v_site ems.site;
  v_battery ems.battery;
  v_hours double precision;
  v_width interval;
  v_import double precision;
  v_export double precision;
  v_past record;
  v_step record;
  v_seen record;
  v_run record;
  v_day record;
  v_value double precision;
  v_start double precision;
  v_slots integer;
  v_last integer;
  v_more integer;
  v_buy double precision[];
  v_sell double precision[];
  v_load double precision[];
  v_pv double precision[];
  -- What each of eight houses pays in a slot and holds at its end, house after house. 1 to 4 plan: 1 knows the forecasts alone, 2 prices, 3 PV, 4 load besides;
  -- 5 has no battery, 6 follows PV and load, 7 obeys the threshold rule, 8 carries out the perfect plan.
  v_cost double precision[];
  v_soc double precision[];
  v_before double precision[];
  v_paid numeric[];
  v_total numeric[] := array_fill(0::numeric, array[8]);
begin
  select s.* into v_site from ems.site as s where s.site_id = p_site_id;
  if not found then
    raise exception 'no site %', p_site_id using errcode = 'SA404';
  end if;
  v_width := make_interval(mins => v_site.slot_minutes);
  if p_every is null or p_every < v_width then
    raise exception 'forecasts every % are more than one a slot', p_every using errcode = 'SA400', detail = 'p_every', hint = 'No shorter than a slot of the site.';
  end if;
  select b.* into v_battery from ems.fn_battery(p_site_id) as b;
  if v_battery.site_id is null then
    raise exception 'site % has no battery to test', p_site_id using errcode = 'SA422', constraint = 'backtest_battery', detail = 'battery', hint = 'fn_what_if tells what one would save.';
  end if;
  v_hours := v_site.slot_minutes / 60.0::double precision;
  v_import := v_site.fuse_a * v_site.phases * v_site.nominal_voltage_v;
  v_export := v_site.export_limit_w;

  -- 1. What was. Cars and heat pump are part of the load, as they were. A day that lacks a price is left out; run_end: how far the slots go on without such a gap.
  with slot as (
    select m.*, m.ev_w + m.heat_pump_w as fixed_w, a.buy_per_kwh::double precision as buy, a.sell_per_kwh::double precision as sell, bool_or(a.buy_per_kwh is null) over (partition by m.local_day) as missing
    from ems.fn_measured_slot(p_site_id, p_from, p_to) as m
    left join ems.fn_effective_price(p_site_id, p_from, p_to, p_at) as a on a.starts_at = m.starts_at
    where m.load_w is not null
  ), kept as (
    select s.*, row_number() over (order by s.starts_at) as n from slot as s where not s.missing
  ), run as (
    select k.*, max(k.n) over (partition by k.starts_at - k.n * v_width) as run_end from kept as k
  )
  select array_agg(r.starts_at order by r.n) as starts_at, array_agg(r.local_day order by r.n) as local_day, array_agg(r.measured order by r.n) as measured, array_agg(r.run_end::integer order by r.n) as run_end,
    array_agg(r.load_w + r.fixed_w order by r.n) as load_w, array_agg(r.fixed_w order by r.n) as fixed_w, array_agg(r.pv_w order by r.n) as pv_w, array_agg(r.buy order by r.n) as buy, array_agg(r.sell order by r.n) as sell
  into v_past from run as r;
  if v_past.starts_at is null then
    raise exception 'no day of this time has measurements and all its prices' using errcode = 'SA422', constraint = 'backtest_measured', detail = format('from=%s to=%s', p_from, p_to), hint = 'Ask for a time the audit has.';
  end if;
  v_slots := cardinality(v_past.buy);
  v_value := coalesce(ems.fn_stored_value(v_battery, v_past.buy), 0);
  select coalesce(a.soc_pct, v_battery.soc_min_pct) * v_battery.capacity_wh / 100 into v_start
  from (select) as one left join ems.audit_interval as a on a.site_id = p_site_id and a.ends_at = v_past.starts_at[1];
  v_cost := array_fill(0::double precision, array[8 * v_slots]);
  v_soc := v_cost;
  v_before := array[v_start, v_start, v_start, v_start, 0, v_start, v_start, v_start];

  -- 2. The four planners: what is known anew every p_every, counted from the hour of the daily plan; a plan every slot.
  for v_step in
    select min(g.n) as first, max(g.n) as last
    from generate_series(1, v_slots) as g (n)
    group by v_past.run_end[g.n], floor(extract(epoch from v_past.starts_at[g.n] - (v_past.local_day[1] + time '15:00') at time zone v_site.time_zone) / extract(epoch from p_every))
    order by 1
  loop
    -- what was known, to the end of the next day or as far as there are prices
    with horizon as (
      select v_past.starts_at[v_step.first] as starts_at, (v_past.local_day[v_step.first] + 2)::timestamp at time zone v_site.time_zone as ends_at
    ), seen as (
      select p.buy_per_kwh::double precision as buy, p.sell_per_kwh::double precision as sell, l.mean_w, coalesce(s.pv_w, 0) as pv_w, row_number() over (order by p.starts_at) as n,
        1 + extract(epoch from p.starts_at - h.starts_at) / extract(epoch from v_width) as slot
      from horizon as h
      cross join lateral ems.fn_price_outlook(p_site_id, h.starts_at, h.ends_at, h.starts_at) as p
      join ems.fn_baseline_consumption(p_site_id, h.starts_at, h.ends_at, h.starts_at) as l on l.starts_at = p.starts_at
      join ems.fn_pv_forecast(p_site_id, h.starts_at, h.ends_at, h.starts_at) as s on s.starts_at = p.starts_at
    )
    select count(*)::integer as slots, array_agg(s.buy order by s.n) as buy, array_agg(s.sell order by s.n) as sell, array_agg(s.mean_w order by s.n) as load_w, array_agg(s.pv_w order by s.n) as pv_w
    into v_seen from seen as s where s.slot = s.n;
    -- the truth they may know ends with the range or before a gap; beyond it they know the forecast
    v_last := least(v_past.run_end[v_step.first], v_step.first + v_seen.slots - 1);
    v_more := v_last - v_step.first + 2;
    v_load := v_seen.load_w;
    for t in 1..v_more - 1 loop v_load[t] := v_load[t] + v_past.fixed_w[v_step.first + t - 1]; end loop;
    for k in 1..4 loop
      if v_seen.slots > v_step.last - v_step.first then
        v_buy := case when k > 1 then v_past.buy[v_step.first:v_last] || v_seen.buy[v_more:v_seen.slots] else v_seen.buy end;
        v_sell := case when k > 1 then v_past.sell[v_step.first:v_last] || v_seen.sell[v_more:v_seen.slots] else v_seen.sell end;
        v_pv := case when k > 2 then v_past.pv_w[v_step.first:v_last] || v_seen.pv_w[v_more:v_seen.slots] else v_seen.pv_w end;
        if k = 4 then v_load := v_past.load_w[v_step.first:v_last] || v_seen.load_w[v_more:v_seen.slots]; end if;
        v_run := ems.fn_battery_follow(v_battery, v_before[k], ems.fn_stored_value(v_battery, v_buy), v_hours, v_import, v_export, v_buy, v_sell, v_load, v_pv,
          v_past.buy[v_step.first:v_step.last], v_past.sell[v_step.first:v_step.last], v_past.load_w[v_step.first:v_step.last], v_past.pv_w[v_step.first:v_step.last]);
      else
        -- without prices there is no plan: the battery follows PV and load
        v_run := ems.fn_battery_rule(v_battery, v_before[k], v_hours, v_import, v_export, v_past.buy[v_step.first:v_step.last], v_past.sell[v_step.first:v_step.last],
          v_past.load_w[v_step.first:v_step.last], v_past.pv_w[v_step.first:v_step.last], null, null);
      end if;
      for t in v_step.first..v_step.last loop
        v_cost[(k - 1) * v_slots + t] := v_run.slot_cost[t - v_step.first + 1];
        v_soc[(k - 1) * v_slots + t] := v_run.soc_wh[t - v_step.first + 1];
      end loop;
      v_before[k] := v_soc[(k - 1) * v_slots + v_step.last];
    end loop;
  end loop;

  -- 3. The houses that need no forecast, and the one that knew everything.
  for k in 5..8 loop
    v_run := case k
      when 5 then ems.fn_battery_rule(null, 0, v_hours, v_import, v_export, v_past.buy, v_past.sell, v_past.load_w, v_past.pv_w, null, null)
      when 6 then ems.fn_battery_rule(v_battery, v_start, v_hours, v_import, v_export, v_past.buy, v_past.sell, v_past.load_w, v_past.pv_w, null, null)
      when 7 then (
        -- the cheapest tenth of a day, while its median pays for losses and twice the wear: of the simple rules tried on a real year the best
        with day as (
          select d.local_day, percentile_cont(0.1) within group (order by d.buy) as cheap, percentile_cont(0.5) within group (order by d.buy) as median
          from unnest(v_past.local_day, v_past.buy) as d (local_day, buy) group by d.local_day
        )
        select ems.fn_battery_rule(v_battery, v_start, v_hours, v_import, v_export, v_past.buy, v_past.sell, v_past.load_w, v_past.pv_w,
          array_agg(p.buy <= d.cheap and p.buy + 4 * v_battery.wear_per_kwh * v_battery.charge_efficiency < d.median * v_battery.charge_efficiency * v_battery.discharge_efficiency order by p.n), array_agg(p.sell < 0 order by p.n))
        from unnest(v_past.local_day, v_past.buy, v_past.sell) with ordinality as p (local_day, buy, sell, n) join day as d on d.local_day = p.local_day)
      else ems.fn_battery_follow(v_battery, v_start, v_value, v_hours, v_import, v_export, v_past.buy, v_past.sell, v_past.load_w, v_past.pv_w, null, null, null, null) end;
    for t in 1..v_slots loop
      v_cost[(k - 1) * v_slots + t] := v_run.slot_cost[t];
      v_soc[(k - 1) * v_slots + t] := v_run.soc_wh[t];
    end loop;
  end loop;

  -- 4. Day by day, and all of it. What a day put into the battery is worth what it is worth over the whole time.
  v_before := array[v_start, v_start, v_start, v_start, 0, v_start, v_start, v_start];
  currency := v_site.currency;
  for v_day in
    select d.local_day, min(d.n)::integer as first, max(d.n)::integer as last, count(*)::integer as slots, round(count(*) filter (where d.measured)::numeric / count(*), 4) as measured
    from unnest(v_past.local_day, v_past.measured) with ordinality as d (local_day, measured, n) group by rollup (d.local_day) order by d.local_day nulls last
  loop
    if v_day.local_day is not null then
      for k in 1..8 loop
        v_paid[k] := round(((select sum(c.cost order by c.n) from unnest(v_cost[(k - 1) * v_slots + v_day.first:(k - 1) * v_slots + v_day.last]) with ordinality as c (cost, n))
          - v_value * (v_soc[(k - 1) * v_slots + v_day.last] - v_before[k]) / 1000)::numeric, 4);
        v_before[k] := v_soc[(k - 1) * v_slots + v_day.last];
        v_total[k] := v_total[k] + v_paid[k];
      end loop;
    else
      v_paid := v_total;
    end if;
    local_day := v_day.local_day;
    slots := v_day.slots;
    measured := v_day.measured;
    cost := v_paid[1];
    no_battery_cost := v_paid[5];
    self_consumption_cost := v_paid[6];
    threshold_cost := v_paid[7];
    perfect_cost := v_paid[8];
    saved := v_paid[5] - v_paid[1];
    captured := round((v_paid[5] - v_paid[1]) / nullif(v_paid[5] - v_paid[8], 0), 4);
    regret := v_paid[1] - v_paid[8];
    price_regret := v_paid[1] - v_paid[2];
    pv_regret := v_paid[2] - v_paid[3];
    load_regret := v_paid[3] - v_paid[4];
    execution_regret := v_paid[4] - v_paid[8];
    return next;
  end loop;
end
$$;
comment on function ems.fn_backtest(text, timestamptz, timestamptz, timestamptz, interval) is
  'Runs a past range again with the forecasts known then: forecasts to the end of the next day every p_every (counted from 15:00, the hour of the daily plan), a plan every slot, carried out by its way of working through load and sun as they were. '
  'One row a local day and the total (local_day NULL). Writes nothing. Costs: import × buy − export × sell + wear − worth of what was stored in the day, site currency, at the prices known at p_at. '
  'no_battery: PV and grid alone; self_consumption: the battery only follows PV and load; threshold: besides, it fills from the grid in the cheapest tenth of a day whose median pays for that, and exports that would cost money stop; '
  'perfect: the one best plan of the whole range, for those who know it. saved: against no battery; captured: its share of what perfect foresight saves. '
  'regret: cost less perfect, the sum of price, PV and load (what the same planner pays less when it knows one after the other) and execution (what is left when it knows all three: it sees no further than tomorrow, and works in ways of working). '
  'Cars and heat pump are part of the load, as they were. measured: share of slots that were measured; elsewhere the usual of that time stands in. A day without all its prices is left out. '
  'SA400 for p_every, SA404 for the site, SA422 without a battery or where nothing was measured or priced.';
