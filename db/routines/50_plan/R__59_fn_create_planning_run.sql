create or replace function ems.fn_create_planning_run(p_site_id text, p_type text, p_at timestamptz default now(), p_author text default 'schedule')
returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_site ems.site;
  v_from timestamptz;
  v_to timestamptz;
  v_made record;
  v_incumbent ems.planning_run;
  v_incumbent_cost double precision;
  v_mode text[];
  v_own_cost double precision;
  v_selfish_cost double precision;
  v_extra_cost double precision;
  v_news text;
  v_accepted boolean;
  v_verdict text;
  v_id bigint;
begin
  if p_type is null or p_type not in ('daily', 'rolling') then
    raise exception 'unknown type of plan %', p_type using errcode = 'SA400', hint = 'daily or rolling.';
  end if;
  select s.* into v_site from ems.site as s where s.site_id = p_site_id;
  if not found then
    raise exception 'no site %', p_site_id using errcode = 'SA404';
  end if;
  -- One plan of a house at a time.
  perform pg_advisory_xact_lock(hashtextextended('ems.plan ' || p_site_id, 0));
  v_from := date_bin(make_interval(mins => v_site.slot_minutes), p_at, timestamptz 'epoch');
  v_to := ((p_at at time zone v_site.time_zone)::date + 2)::timestamp at time zone v_site.time_zone;

  v_made := ems.fn_plan_day(p_site_id, v_from, v_to, p_at);
  if v_made.refusal is not null then
    insert into ems.planning_run (site_id, type, known_at, horizon_from, horizon_to, status, accepted, verdict, problem, note, solver_version, author)
    values (p_site_id, p_type, p_at, v_from, v_to, 'refused', false, v_made.refusal, coalesce(v_made.problem, '{}'), coalesce(v_made.note, '{}'), ems.fn_plan_version(), p_author)
    returning planning_run_id into v_id;
    perform ems.fn_alert_raise(p_site_id, 'plan_refused', '', v_made.refusal, p_at, jsonb_build_object('planning_run_id', v_id));
    return v_id;
  end if;
  perform ems.fn_alert_resolve(p_site_id, 'plan_refused', '', p_at, 'a plan was made');

  -- Both plans carried out over the same horizon with the same knowledge.
  select e.mode, ems.fn_plan_execute(v_made.problem, e.mode, e.battery_w, e.flexible_w, e.curtailed_w),
    ems.fn_plan_execute(v_made.problem, e.selfish_mode, e.nothing_w, e.flexible_w, e.nothing_w), ems.fn_plan_heat_cost(v_made.problem, e.heat_pump_w)
  into v_mode, v_own_cost, v_selfish_cost, v_extra_cost
  from (
    select array_agg(ems.fn_plan_mode(b, s.battery_w, s.grid_w, 100 * s.soc_wh / b.capacity_wh, s.energy_value_per_kwh, (v_made.problem -> 'buy_price' ->> s.slot)::double precision,
        (v_made.problem -> 'sell_price' ->> s.slot)::double precision) order by s.slot) as mode,
      array_agg(s.battery_w order by s.slot) as battery_w, array_agg(s.curtailed_w order by s.slot) as curtailed_w,
      array_agg(s.heat_pump_w + (select coalesce(sum(c.value::double precision), 0) from jsonb_each_text(s.ev_w) as c) order by s.slot) as flexible_w,
      array_agg('self_consumption'::text) as selfish_mode, array_agg(0::double precision) as nothing_w,
      array_agg(s.heat_pump_w order by s.slot) as heat_pump_w
    from jsonb_to_recordset(v_made.plan -> 'slots') as s (slot integer, grid_w double precision, curtailed_w double precision, battery_w double precision, soc_wh double precision,
      ev_w jsonb, heat_pump_w double precision, energy_value_per_kwh double precision)
    left join ems.battery as b on b.site_id = p_site_id
  ) as e;
  v_extra_cost := v_extra_cost + (select coalesce(sum((e.value ->> 'shortfall_wh')::double precision), 0) * 50 / 1000 from jsonb_array_elements(v_made.plan -> 'ev') as e);
  v_own_cost := v_own_cost + v_extra_cost;
  v_selfish_cost := v_selfish_cost + v_extra_cost;

  select r.* into v_incumbent from ems.planning_run as r
  where r.site_id = p_site_id and r.accepted and r.horizon_to > v_from order by r.known_at desc, r.planning_run_id desc limit 1;
  -- A plan that knew less of the house is not gone on with: what it leaves out costs nothing in it.
  select string_agg(replace(k, '_', ' '), ' and ' order by k) into v_news from unnest('{battery,heat_pump}'::text[]) as k where v_made.problem ? k and not v_incumbent.problem ? k;
  if v_incumbent.planning_run_id is not null and v_incumbent.horizon_to >= v_to and v_news is null then
    v_incumbent_cost := ems.fn_plan_incumbent_cost(p_site_id, v_incumbent.planning_run_id, v_made.problem, v_from);
  end if;
  v_accepted := v_incumbent_cost is null or v_incumbent_cost - v_own_cost >= 0.05 + 0.005 * abs(v_incumbent_cost);
  v_verdict := case
    when v_incumbent.planning_run_id is null then 'accepted: there was no plan'
    when v_news is not null then format('accepted: the plan before it knew nothing of the %s', v_news)
    when v_incumbent_cost is null then 'accepted: it reaches further than the plan before it'
    when v_accepted then format('accepted: it saves %s %s against going on as planned', round((v_incumbent_cost - v_own_cost)::numeric, 2), v_site.currency)
    else format('not accepted: it would save only %s %s', round((v_incumbent_cost - v_own_cost)::numeric, 2), v_site.currency) end;

  insert into ems.planning_run (site_id, type, known_at, horizon_from, horizon_to, status, accepted, verdict, problem, note, result_md5, cost, lower_bound, gap,
    self_consumption_cost, incumbent_run_id, incumbent_cost, solver_version, author)
  values (p_site_id, p_type, p_at, v_from, v_to, v_made.plan ->> 'status', v_accepted, v_verdict, v_made.problem, v_made.note, md5(v_made.plan::text),
    (v_made.plan ->> 'cost')::double precision, (v_made.plan ->> 'lower_bound')::double precision, (v_made.plan ->> 'gap')::double precision,
    v_selfish_cost, v_incumbent.planning_run_id, v_incumbent_cost, ems.fn_plan_version(), p_author)
  returning planning_run_id into v_id;

  if v_accepted then
    insert into ems.planning_interval (site_id, planning_run_id, starts_at, ends_at, buy_per_kwh, sell_per_kwh, price_estimated, load_w, pv_w, grid_import_w, grid_export_w,
      curtailed_w, battery_charge_w, battery_discharge_w, soc_wh, soc_pct, ev_w, ev, heat_pump_w, store_wh, energy_value_per_kwh, mode, reason, next_best)
    select p_site_id, v_id, x.starts_at, x.starts_at + make_interval(mins => v_site.slot_minutes), (v_made.problem -> 'buy_price' ->> s.slot)::double precision,
      (v_made.problem -> 'sell_price' ->> s.slot)::double precision, coalesce(o.estimated, true),
      (v_made.problem -> 'load_w' ->> s.slot)::double precision, (v_made.problem -> 'pv_w' ->> s.slot)::double precision,
      greatest(s.grid_w, 0), greatest(-s.grid_w, 0), s.curtailed_w, greatest(s.battery_w, 0), greatest(-s.battery_w, 0),
      case when v_made.problem ? 'battery' then s.soc_wh end, case when v_made.problem ? 'battery' then 100 * s.soc_wh / b.capacity_wh end,
      (select coalesce(sum(e.value::double precision), 0) from jsonb_each_text(s.ev_w) as e), s.ev_w, s.heat_pump_w,
      case when v_made.problem ? 'heat_pump' then s.store_wh end, s.energy_value_per_kwh, v_mode[s.slot + 1], s.reason, s.next_best
    from jsonb_to_recordset(v_made.plan -> 'slots') as s (slot integer, grid_w double precision, curtailed_w double precision, battery_w double precision, soc_wh double precision,
      ev_w jsonb, heat_pump_w double precision, store_wh double precision, energy_value_per_kwh double precision, reason text, next_best jsonb)
    cross join lateral (select v_from + s.slot * make_interval(mins => v_site.slot_minutes) as starts_at) as x
    left join ems.battery as b on b.site_id = p_site_id
    left join ems.fn_price_outlook(p_site_id, v_from, v_to, p_at) as o on o.starts_at = x.starts_at;
  end if;

  -- What the cars will lack is said when it is planned.
  perform case when (e.value ->> 'shortfall_wh')::double precision > 250
    then ems.fn_alert_raise(p_site_id, 'car_shortfall', e.value ->> 'id', format('%s will lack %s kWh', e.value ->> 'id', round(((e.value ->> 'shortfall_wh')::numeric) / 1000, 1)), p_at)
    else ems.fn_alert_resolve(p_site_id, 'car_shortfall', e.value ->> 'id', p_at, 'the plan fills it') end
  from jsonb_array_elements(v_made.plan -> 'ev') as e;
  perform pg_notify('ems_event', json_build_object('kind', 'plan', 'site', p_site_id, 'id', v_id, 'accepted', v_accepted)::text);
  return v_id;
end
$$;
comment on function ems.fn_create_planning_run(text, text, timestamptz, text) is
  'Makes a plan from the current slot to the end of tomorrow and stores it with everything it rests on. It replaces the plan before it only when carrying it out saves at least 0.5 % (and 0.05) '
  'over the same horizon; both costs are stored. A problem that cannot be planned is stored as refused, with an alert. Returns the run. SA400 for an unknown type, SA404 for an unknown site.';
