create or replace function ems.fn_explain(p_site_id text, p_instant timestamptz) returns text
language plpgsql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
declare
  v record;
  v_local timestamp;
  v_line text[];
  v_device jsonb;
begin
  if not exists (select from ems.site where site_id = p_site_id) then
    raise exception 'no site %', p_site_id using errcode = 'SA404';
  end if;
  select e.* into v from ems.vw_plan_explanation as e
  where e.site_id = p_site_id and e.planning_run_id = (select i.planning_run_id from ems.fn_plan_interval(p_site_id, p_instant) as i)
    and e.starts_at <= p_instant and e.ends_at > p_instant;
  if not found then
    return format('%s: no plan reached this time.', to_char(p_instant at time zone (select s.time_zone from ems.site as s where s.site_id = p_site_id), 'FMDay DD FMMonth YYYY HH24:MI'));
  end if;
  v_local := v.starts_at at time zone v.time_zone;
  v_line := array[
    format('%s to %s (%s), plan %s, made %s by %s (%s).', to_char(v_local, 'FMDay FMDD FMMonth YYYY HH24:MI'), to_char(v.ends_at at time zone v.time_zone, 'HH24:MI'), v.time_zone, v.planning_run_id,
      to_char(v.known_at at time zone v.time_zone, 'YYYY-MM-DD HH24:MI'), v.author, v.verdict),
    format('Price: %s %s per kWh bought, %s sold%s.', round(v.buy_per_kwh::numeric, 3), v.currency, round(v.sell_per_kwh::numeric, 3),
      case when v.price_estimated then '; estimated from the last days, the auction had not spoken' else '' end),
    format('Expected: load %s W, PV %s W.', round(v.load_w), round(v.pv_w)),
    format('Plan: %s, %s%s%s%s%s.',
      case when v.battery_w > 0 then format('battery charges %s W', round(v.battery_w)) when v.battery_w < 0 then format('battery gives %s W', round(-v.battery_w)) else 'battery rests' end,
      case when v.grid_w > 0 then format('grid gives %s W', round(v.grid_w)) when v.grid_w < 0 then format('grid takes %s W', round(-v.grid_w)) else 'nothing from or to the grid' end,
      case when v.ev_w > 0 then format(', cars %s W', round(v.ev_w)) end, case when v.heat_pump_w > 0 then format(', heat pump %s W', round(v.heat_pump_w)) end,
      case when v.curtailed_w > 0 then format(', %s W of PV held back', round(v.curtailed_w)) end, case when v.soc_pct is not null then format('; SoC %s %% at its end', round(v.soc_pct)) end),
    format('Why: %s (%s).', ems.fn_reason_text(v.reason), v.reason)];
  if v.energy_value_per_kwh is not null then
    v_line := v_line || format('One more stored kWh is worth %s %s: charging pays below, discharging above.', round(v.energy_value_per_kwh::numeric, 3), v.currency);
  end if;
  if v.next_best_action is not null then
    v_line := v_line || format('Next best: %s, %s %s dearer.', v.next_best_action, round(v.next_best_extra_cost::numeric, 4), v.currency);
  end if;
  for v_device in select s.value from jsonb_array_elements(coalesce(v.setpoint, '[]')) as s loop
    v_line := v_line || format('Told %s: %s by %s (%s); %s.', v_device ->> 'device', v_device ->> 'mode', v_device ->> 'author', v_device ->> 'reason', coalesce((
      select string_agg(format('%s = %s %s%s%s', k.value ->> 'point', k.value ->> 'value', k.value ->> 'state', ', read back ' || (k.value ->> 'value_read'), ', ' || (k.value ->> 'error')), '; ' order by k.n)
      from jsonb_array_elements(v_device -> 'command') with ordinality as k (value, n)), 'nothing had to be written'));
  end loop;
  if v.setpoint is null then
    v_line := v_line || 'Told: nothing.'::text;
  end if;
  v_line := v_line || case when v.actual_grid_w is null then 'Truth: not measured (yet).'
    else format('Truth: load %s W, PV %s W, battery %s W, grid %s W, SoC %s %%; it cost %s %s, planned %s.', coalesce(round(v.actual_load_w)::text, '?'), coalesce(round(v.actual_pv_w)::text, '?'),
      coalesce(round(v.actual_battery_w)::text, '?'), round(v.actual_grid_w), coalesce(round(v.actual_soc_pct)::text, '?'), coalesce(round(v.actual_cost, 4)::text, '?'), v.currency, round(v.plan_cost, 4)) end;
  return array_to_string(v_line, E'\n');
end
$$;
comment on function ems.fn_explain(text, timestamptz) is
  'Why the house did what it did at an instant, as a text of one line a matter: the plan in force, price and forecast it rested on, what it decided and why, worth of stored energy, next best action, '
  'what devices were told with read-back, and what really happened. From vw_plan_explanation. SA404: no such site.';
