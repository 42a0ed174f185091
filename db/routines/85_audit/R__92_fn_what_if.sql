create or replace function ems.fn_what_if(p_site_id text, p_changes jsonb, p_from timestamptz, p_to timestamptz, p_at timestamptz)
returns table (local_day date, slots integer, measured numeric, cost numeric, changed_cost numeric, standing numeric, changed_standing numeric, saved numeric, currency text)
language plpgsql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  v_site ems.site;
  -- each pair: as it is, with the changes
  v_distribution ems.site_distribution[] := array(select d from ems.site_distribution as d where d.site_id = p_site_id);
  v_contract ems.supply_contract[] := array(select c from ems.supply_contract as c where c.site_id = p_site_id);
  v_new_distribution ems.site_distribution[];
  v_new_contract ems.supply_contract[];
  v_battery ems.battery;
  v_new_battery ems.battery;
  v_past record;
  v_day record;
  v_last integer;
  v_value double precision;
  v_new_value double precision;
  v_soc double precision;
  v_new_soc double precision;
  v_plan record;
  v_new_plan record;
  v_total numeric[] := '{0,0,0,0,0,0}';
begin
  select s.* into v_site from ems.site as s where s.site_id = p_site_id;
  if not found then
    raise exception 'no site %', p_site_id using errcode = 'SA404';
  end if;
  perform ems.fn_what_if_changes(p_changes);
  select b.* into v_battery from ems.fn_battery(p_site_id) as b;

  -- 1. The house with the changes.
  v_new_battery := case when p_changes -> 'battery' = 'false' then null
    when p_changes ? 'battery' then jsonb_populate_record(case when v_battery.site_id is null
      then jsonb_populate_record(null::ems.battery, '{"soc_min_pct": 10, "soc_max_pct": 100, "charge_efficiency": 0.96, "discharge_efficiency": 0.96, "wear_per_kwh": 0.25, "grid_charge": true, "grid_discharge": true}')
      else v_battery end, p_changes -> 'battery')
    else v_battery end;
  if p_changes ? 'battery' and jsonb_typeof(p_changes -> 'battery') = 'object' and (v_new_battery.capacity_wh is null or v_new_battery.charge_limit_w is null or v_new_battery.discharge_limit_w is null) then
    raise exception 'changes: a new battery lacks its size' using errcode = 'SA400', detail = 'battery', hint = 'Give capacity_wh, charge_limit_w and discharge_limit_w.';
  end if;
  v_new_distribution := case when p_changes ? 'distribution' then
    array(select jsonb_populate_record(d, p_changes -> 'distribution') from unnest(
      case when v_distribution = '{}' then array[jsonb_populate_record(null::ems.site_distribution, jsonb_build_object('site_id', p_site_id, 'validity', '(,)'))] else v_distribution end) as d)
    else v_distribution end;
  v_new_contract := case when p_changes ? 'contract' then
    array(select jsonb_populate_record(c, coalesce(p_changes #> array['contract', c.direction], '{}')) from unnest(
      v_contract || array(select jsonb_populate_record(null::ems.supply_contract, jsonb_build_object('site_id', p_site_id, 'contract_id', 0, 'direction', n.key, 'validity', '(,)', 'supplier', '', 'pricing', 'spot',
          'spot_factor', 1, 'fee_per_kwh', 0, 'includes_vat', false, 'settlement_minutes', 15, 'per_month', 0))
        from jsonb_object_keys(p_changes -> 'contract') as n (key) where not exists (select from unnest(v_contract) as o where o.direction = n.key))) as c)
    else v_contract end;

  -- 2. What was: prices of both, load and sun. A slot without a price ends a day's horizon; a day with one is left out.
  select array_agg(m.starts_at order by m.starts_at) as starts_at, array_agg(m.local_day order by m.starts_at) as local_day, array_agg(m.measured order by m.starts_at) as measured,
    array_agg(round((m.load_w + m.ev_w + m.heat_pump_w)::numeric, 1)::double precision order by m.starts_at) as load_w, array_agg(round(m.pv_w::numeric, 1)::double precision order by m.starts_at) as pv_w,
    array_agg(round((m.load_w + case when p_changes -> 'ev' = 'false' then 0 else m.ev_w end + m.heat_pump_w)::numeric, 1)::double precision order by m.starts_at) as new_load_w,
    array_agg(round((m.pv_w * coalesce((p_changes ->> 'pv_scale')::double precision, 1))::numeric, 1)::double precision order by m.starts_at) as new_pv_w,
    array_agg(a.buy_per_kwh::double precision order by m.starts_at) as buy, array_agg(a.sell_per_kwh::double precision order by m.starts_at) as sell,
    array_agg(b.buy_per_kwh::double precision order by m.starts_at) as new_buy, array_agg(b.sell_per_kwh::double precision order by m.starts_at) as new_sell,
    array_agg(a.buy_per_kwh is null or b.buy_per_kwh is null order by m.starts_at) as missing
  into v_past
  from ems.fn_measured_slot(p_site_id, p_from, p_to) as m
  left join ems.fn_price_compose(p_site_id, p_from, p_to, p_at, v_distribution, v_contract) as a on a.starts_at = m.starts_at
  left join ems.fn_price_compose(p_site_id, p_from, p_to, p_at, v_new_distribution, v_new_contract) as b on b.starts_at = m.starts_at
  where m.load_w is not null;
  if v_past.starts_at is null then
    raise exception 'nothing was measured in this time' using errcode = 'SA422', constraint = 'what_if_measured', detail = format('from=%s to=%s', p_from, p_to), hint = 'Ask for a time the audit has.';
  elsif not exists (select from unnest(v_past.local_day, v_past.missing) as d (local_day, missing) group by d.local_day having not bool_or(d.missing)) then
    raise exception 'no day with all its prices in this time' using errcode = 'SA422', constraint = 'what_if_price', detail = coalesce(p_changes ->> 'distribution', p_changes ->> 'contract', 'prices'),
      hint = 'Either the market has no prices then, or there is no such distribution rate, or the contract lacks a price.';
  end if;
  v_value := coalesce(ems.fn_stored_value(v_battery, v_past.buy), 0);
  v_new_value := coalesce(ems.fn_stored_value(v_new_battery, v_past.new_buy), 0);
  -- both begin as full, in percent, as the house was
  select coalesce(a.soc_pct, v_battery.soc_min_pct) into v_soc from (select) as one left join ems.audit_interval as a on a.site_id = p_site_id and a.ends_at = v_past.starts_at[1];
  v_new_soc := coalesce(coalesce(v_soc, v_new_battery.soc_min_pct) * v_new_battery.capacity_wh / 100, 0);
  v_soc := coalesce(v_soc * v_battery.capacity_wh / 100, 0);

  -- 3. Day by day: a plan over 36 hours that knows what came, of which the day is kept.
  for v_day in
    select d.local_day, min(n)::integer as first, max(n)::integer as last, count(*) filter (where v_past.measured[n])::numeric / count(*) as measured, bool_or(v_past.missing[n]) as missing
    from unnest(v_past.local_day) with ordinality as d (local_day, n) group by d.local_day order by d.local_day
  loop
    continue when v_day.missing;
    select coalesce(min(g.n) - 1, least(cardinality(v_past.buy), v_day.first + (2160 / v_site.slot_minutes) - 1)) into v_last
    from generate_series(v_day.first, least(cardinality(v_past.buy), v_day.first + (2160 / v_site.slot_minutes) - 1)) as g (n) where v_past.missing[g.n];
    v_plan := ems.fn_past_plan(ems.fn_past_problem(v_site, v_battery, v_soc, ems.fn_stored_value(v_battery, v_past.buy[v_day.first:v_last]), v_past.starts_at[v_day.first],
      v_past.buy[v_day.first:v_last], v_past.sell[v_day.first:v_last], v_past.load_w[v_day.first:v_last], v_past.pv_w[v_day.first:v_last]), v_day.last - v_day.first + 1);
    v_new_plan := ems.fn_past_plan(ems.fn_past_problem(v_site, v_new_battery, v_new_soc, ems.fn_stored_value(v_new_battery, v_past.new_buy[v_day.first:v_last]), v_past.starts_at[v_day.first],
      v_past.new_buy[v_day.first:v_last], v_past.new_sell[v_day.first:v_last], v_past.new_load_w[v_day.first:v_last], v_past.new_pv_w[v_day.first:v_last]), v_day.last - v_day.first + 1);
    -- what the day put into the battery is worth what it is worth over the whole time
    cost := (select sum(c) from unnest(v_plan.slot_cost) as c) - v_value * (v_plan.soc_wh[cardinality(v_plan.soc_wh)] - v_soc) / 1000;
    changed_cost := (select sum(c) from unnest(v_new_plan.slot_cost) as c) - v_new_value * (v_new_plan.soc_wh[cardinality(v_new_plan.soc_wh)] - v_new_soc) / 1000;
    v_soc := v_plan.soc_wh[cardinality(v_plan.soc_wh)];
    v_new_soc := v_new_plan.soc_wh[cardinality(v_new_plan.soc_wh)];
    local_day := v_day.local_day;
    slots := v_day.last - v_day.first + 1;
    measured := round(v_day.measured, 4);
    cost := round(cost, 4);
    changed_cost := round(changed_cost, 4);
    standing := round(ems.fn_standing_charge(p_site_id, local_day, v_distribution, v_contract), 4);
    changed_standing := round(ems.fn_standing_charge(p_site_id, local_day, v_new_distribution, v_new_contract), 4);
    saved := cost + standing - changed_cost - changed_standing;
    currency := v_site.currency;
    v_total := array[v_total[1] + slots, v_total[2] + slots * measured, v_total[3] + cost, v_total[4] + changed_cost, v_total[5] + standing, v_total[6] + changed_standing];
    return next;
  end loop;
  local_day := null;
  slots := v_total[1];
  measured := round(v_total[2] / v_total[1], 4);
  cost := v_total[3];
  changed_cost := v_total[4];
  standing := v_total[5];
  changed_standing := v_total[6];
  saved := cost + standing - changed_cost - changed_standing;
  return next;
end
$$;
comment on function ems.fn_what_if(text, jsonb, timestamptz, timestamptz, timestamptz) is
  'What the past would have cost with another battery, tariff, contract, more PV or no car: measured load and sun at the prices known at p_at, planned day by day (36 hours that are known, the day kept, '
  'the battery carried over) as the house is and with p_changes; one row a local day and the total (local_day NULL). Writes nothing. '
  'p_changes: battery (columns of ems.battery, or false: none), distribution (distributor, rate, window_code), contract.buy and contract.sell (columns of ems.supply_contract), pv_scale, ev (false: no car). '
  'What is not named stays as it is. cost, changed_cost: import × buy − export × sell + wear − worth of what was stored in the day, site currency; standing: fees, breaker and levies of the day; '
  'saved: all of it as is less with changes; measured: share of slots that were measured, elsewhere the usual of that time stands in. A day without all its prices is left out. '
  'SA400 with the key in DETAIL for a change that is not known, SA404 for the site, SA422 where nothing was measured or priced, 22023 for a battery fn_solve_plan refuses.';
