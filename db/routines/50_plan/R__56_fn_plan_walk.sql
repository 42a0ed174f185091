create or replace function ems.fn_plan_walk(
  p_problem jsonb, p_mode text[], p_power_w double precision[], p_flexible_w double precision[], p_curtailed_w double precision[],
  out slot_cost double precision[], out soc_wh double precision[]
)
language plpgsql immutable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
declare
  v_hours constant double precision := (p_problem ->> 'slot_minutes')::double precision / 60;
  v_buy double precision[] := array(select jsonb_array_elements_text(p_problem -> 'buy_price')::double precision);
  v_sell double precision[] := array(select jsonb_array_elements_text(p_problem -> 'sell_price')::double precision);
  v_load double precision[] := array(select jsonb_array_elements_text(p_problem -> 'load_w')::double precision);
  v_pv double precision[] := array(select jsonb_array_elements_text(p_problem -> 'pv_w')::double precision);
  v_battery constant jsonb := coalesce(p_problem -> 'battery', '{"soc_wh": 0, "soc_min_wh": 0, "soc_max_wh": 0, "charge_limit_w": 0, "discharge_limit_w": 0, "charge_efficiency": 1, "discharge_efficiency": 1, "wear_per_kwh": 0, "terminal_value_per_kwh": 0}');
  v_soc double precision := (v_battery ->> 'soc_wh')::double precision;
  v_floor constant double precision := least((v_battery ->> 'soc_min_wh')::double precision, v_soc);
  v_ceiling constant double precision := greatest((v_battery ->> 'soc_max_wh')::double precision, v_soc);
  v_in constant double precision := (v_battery ->> 'charge_efficiency')::double precision;
  v_out constant double precision := (v_battery ->> 'discharge_efficiency')::double precision;
  v_charge_limit constant double precision := (v_battery ->> 'charge_limit_w')::double precision;
  v_discharge_limit constant double precision := (v_battery ->> 'discharge_limit_w')::double precision;
  v_wear constant double precision := (v_battery ->> 'wear_per_kwh')::double precision;
  v_export_limit constant double precision := (p_problem #>> '{grid,export_limit_w}')::double precision;
  v_net double precision;
  v_wish double precision;
  v_grid double precision;
  v_before double precision;
begin
  slot_cost := '{}';
  soc_wh := '{}';
  for t in 1..cardinality(v_buy) loop
    -- what is missing (+) or left over (−) before the battery
    v_net := v_load[t] + p_flexible_w[t] - (v_pv[t] - least(v_pv[t], p_curtailed_w[t]));
    v_wish := case p_mode[t]
      when 'hold' then greatest(0, -v_net)
      when 'idle' then least(0, -v_net)
      when 'charge' then greatest(p_power_w[t], -v_net)
      when 'discharge' then least(p_power_w[t], -v_net)
      else -v_net end;
    v_wish := greatest(-least(v_discharge_limit, (v_soc - v_floor) * v_out / v_hours), least(v_wish, least(v_charge_limit, (v_ceiling - v_soc) / v_in / v_hours)));
    v_before := v_soc;
    v_soc := v_soc + v_hours * case when v_wish > 0 then v_wish * v_in else v_wish / v_out end;
    v_grid := greatest(v_net + v_wish, -v_export_limit);
    slot_cost[t] := v_hours / 1000 * v_grid * case when v_grid > 0 then v_buy[t] else v_sell[t] end + v_wear * abs(v_soc - v_before) / 1000;
    soc_wh[t] := v_soc;
  end loop;
end
$$;
comment on function ems.fn_plan_walk(jsonb, text[], double precision[], double precision[], double precision[]) is
  'Runs a house through a planning problem in given ways of working (fn_plan_mode), one a slot, with power_w the battery''s power for charge (+) and discharge (−), flexible_w cars and heat pump, curtailed_w PV held back. '
  'The battery obeys its limits. What each slot costs with wear, currency, and what the battery holds at its end, Wh.';
