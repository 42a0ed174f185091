create or replace function ems.fn_override_cost(
  p_problem jsonb, p_plan jsonb, p_kind text, p_first integer, p_last integer, p_power_w double precision, p_energy_wh double precision,
  out cost double precision, out energy_wh double precision
)
language plpgsql immutable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
declare
  v_hours constant double precision := (p_problem ->> 'slot_minutes')::double precision / 60;
  v_battery constant jsonb := p_problem -> 'battery';
  v_pump constant jsonb := p_problem -> 'heat_pump';
  v_export_limit constant double precision := (p_problem #>> '{grid,export_limit_w}')::double precision;
  v_import_limit constant double precision := (p_problem #>> '{grid,import_limit_w}')::double precision;
  v_over constant double precision := coalesce((p_problem ->> 'over_limit_per_kwh')::double precision, 100);
  v_soc double precision := (v_battery ->> 'soc_wh')::double precision;
  v_store double precision := (v_pump ->> 'store_wh')::double precision;
  v_before double precision;
  v_delivered jsonb := '{}';
  v_drawn double precision[] := '{}';
  v_lack double precision;
  v_shift integer;
  v_left double precision := coalesce(p_energy_wh, 'infinity');
  v_planned double precision;
  v_power double precision;
  v_limit double precision;
  v_run integer := coalesce((v_pump ->> 'state_slots')::integer, 0);
  v_slot jsonb;
  v_rest jsonb;
  v_buy double precision;
  v_sell double precision;
  v_net double precision;
  v_grid double precision;
  v_b double precision;
  v_h double precision;
  v_cars jsonb;
  v_car record;
begin
  cost := 0;
  energy_wh := 0;
  -- 1. To the end of the override: as planned, but for the device it is about.
  for t in 0..p_last - 1 loop
    v_slot := p_plan #> array['slots', t::text];
    v_buy := (p_problem #>> array['buy_price', t::text])::double precision;
    v_sell := (p_problem #>> array['sell_price', t::text])::double precision;
    v_b := coalesce((v_slot ->> 'battery_w')::double precision, 0);
    v_h := coalesce((v_slot ->> 'heat_pump_w')::double precision, 0);
    v_cars := coalesce(v_slot -> 'ev_w', '{}');
    if t >= p_first then
      case split_part(p_kind, '_', 1)
      when 'battery' then
        v_planned := v_b;
        v_b := case p_kind when 'battery_charge' then least(p_power_w, v_left / v_hours) when 'battery_discharge' then -least(p_power_w, v_left / v_hours) else greatest(v_b, 0) end;
      when 'car' then
        select coalesce(sum(e.value::double precision), 0) into v_planned from jsonb_each_text(v_cars) as e;
        -- the car that is there; where none is expected the draw is charged to the house all the same
        v_power := case when p_kind = 'car_now' then least(p_power_w, v_left / v_hours) else 0 end;
        v_cars := jsonb_build_object(coalesce((select e.value ->> 'id' from jsonb_array_elements(p_problem -> 'ev') as e where t < (e.value ->> 'to_slot')::integer order by (e.value ->> 'to_slot')::integer limit 1), ''), v_power);
      else
        v_planned := v_h;
        -- no more than the store can take
        v_limit := ((v_pump ->> 'store_max_wh')::double precision - (v_pump ->> 'store_retention')::double precision * v_store) / v_hours + (v_pump #>> array['heat_demand_w', t::text])::double precision;
        v_h := case when p_kind = 'heat_boost' then least(p_power_w, v_left / v_hours, greatest(0, v_limit) / (v_pump #>> array['cop', t::text])::double precision) else 0 end;
        v_power := v_h;
      end case;
    end if;
    v_drawn[t + 1] := (select coalesce(sum(e.value::double precision), 0) from jsonb_each_text(v_cars) as e);
    -- before the battery: + is missing
    v_net := (p_problem #>> array['load_w', t::text])::double precision - (p_problem #>> array['pv_w', t::text])::double precision + v_h + v_drawn[t + 1];
    if t >= p_first then
      if v_battery is not null then
        -- where it was to even the grid out it evens out what is new, too
        if p_kind like 'heat%' and abs((v_slot ->> 'grid_w')::double precision) < 50 then v_b := -v_net; end if;
        v_b := greatest(-least((v_battery ->> 'discharge_limit_w')::double precision, greatest(0, v_soc - (v_battery ->> 'soc_min_wh')::double precision) * (v_battery ->> 'discharge_efficiency')::double precision / v_hours),
          -- (nor does it charge past the main fuse: the guard would not let it)
          least(v_b, greatest(0, v_import_limit - v_net), least((v_battery ->> 'charge_limit_w')::double precision, greatest(0, (v_battery ->> 'soc_max_wh')::double precision - v_soc) / (v_battery ->> 'charge_efficiency')::double precision / v_hours)));
      end if;
      if p_kind like 'battery%' then v_power := v_b; end if;
      v_left := v_left - abs(v_power) * v_hours;
      energy_wh := energy_wh + (v_power - v_planned) * v_hours;
    end if;
    v_grid := v_net + v_b;
    -- PV is held back where there is no way out for it, or where being rid of it costs money
    v_grid := greatest(v_grid, -v_export_limit, case when v_sell < 0 then least(0, v_b) end);
    cost := cost + v_hours / 1000 * (v_grid * case when v_grid > 0 then v_buy else v_sell end + greatest(0, v_grid - v_import_limit) * v_over);
    if v_battery is not null then
      v_before := v_soc;
      v_soc := v_soc + v_hours * case when v_b > 0 then v_b * (v_battery ->> 'charge_efficiency')::double precision else v_b / (v_battery ->> 'discharge_efficiency')::double precision end;
      cost := cost + (v_battery ->> 'wear_per_kwh')::double precision * abs(v_soc - v_before) / 1000;
    end if;
    if v_pump is not null then
      v_store := (v_pump ->> 'store_retention')::double precision * v_store
        + v_hours * ((v_pump #>> array['cop', t::text])::double precision * v_h - (v_pump #>> array['heat_demand_w', t::text])::double precision);
      cost := cost + greatest(0, (v_pump ->> 'store_min_wh')::double precision - v_store) * coalesce((v_pump ->> 'shortfall_per_kwh')::double precision, 20) / 1000;
      v_store := greatest(v_store, (v_pump ->> 'store_min_wh')::double precision);
      v_run := case when v_h > 0 then greatest(v_run, 0) + 1 else least(v_run, 0) - 1 end;
    end if;
    for v_car in select e.key, e.value::double precision as w from jsonb_each_text(v_cars) as e loop
      v_delivered := v_delivered || jsonb_build_object(v_car.key, coalesce((v_delivered ->> v_car.key)::double precision, 0) + v_car.w * v_hours);
    end loop;
  end loop;

  -- 2. What a car lacks that leaves before the end.
  select coalesce(sum(greatest(0, (e.value ->> 'energy_wh')::double precision - coalesce((v_delivered ->> (e.value ->> 'id'))::double precision, 0) * (e.value ->> 'efficiency')::double precision)
    * coalesce((e.value ->> 'shortfall_per_kwh')::double precision, 50) / 1000), 0) into v_lack
  from jsonb_array_elements(p_problem -> 'ev') as e where (e.value ->> 'to_slot')::integer <= p_last;
  -- Cars as they are left. For a car's override all the rest is planned anew from the start, with its draw as load; else from its end.
  v_shift := case when p_kind like 'car%' then 0 else p_last end;
  select coalesce(jsonb_agg(e.value || jsonb_build_object('from_slot', greatest(p_last, (e.value ->> 'from_slot')::integer) - v_shift, 'to_slot', (e.value ->> 'to_slot')::integer - v_shift,
    'energy_wh', greatest(0, (e.value ->> 'energy_wh')::double precision - coalesce((v_delivered ->> (e.value ->> 'id'))::double precision, 0) * (e.value ->> 'efficiency')::double precision)) order by e.n), '[]')
  into v_cars from jsonb_array_elements(p_problem -> 'ev') with ordinality as e (value, n) where (e.value ->> 'to_slot')::integer > p_last;
  if p_kind like 'car%' then
    v_rest := p_problem || jsonb_build_object('ev', v_cars, 'load_w', (
      select jsonb_agg(l.value::double precision + coalesce(v_drawn[l.n], 0) order by l.n) from jsonb_array_elements_text(p_problem -> 'load_w') with ordinality as l (value, n)));
    cost := v_lack + (ems.fn_solve_plan(v_rest) ->> 'cost')::double precision - (p_plan ->> 'cost')::double precision;
    return;
  end if;
  v_rest := p_problem || (
    select jsonb_object_agg(k.key, (select coalesce(jsonb_agg(v.value order by v.n), '[]') from jsonb_array_elements(p_problem -> k.key) with ordinality as v (value, n) where v.n > p_last))
    from unnest('{buy_price,sell_price,load_w,pv_w}'::text[]) as k (key)
  ) || jsonb_build_object('ev', v_cars);
  if v_battery is not null then v_rest := jsonb_set(v_rest, '{battery,soc_wh}', to_jsonb(v_soc)); end if;
  if v_pump is not null then
    v_rest := v_rest || jsonb_build_object('heat_pump', v_pump || jsonb_build_object('store_wh', v_store, 'state_slots', v_run) || (
      select jsonb_object_agg(k.key, (select coalesce(jsonb_agg(v.value order by v.n), '[]') from jsonb_array_elements(v_pump -> k.key) with ordinality as v (value, n) where v.n > p_last))
      from unnest('{heat_demand_w,cop}'::text[]) as k (key)));
  end if;
  cost := cost + v_lack + (ems.fn_solve_plan(v_rest) ->> 'cost')::double precision - (p_plan ->> 'cost')::double precision;
end
$$;
comment on function ems.fn_override_cost(jsonb, jsonb, text, integer, integer, double precision, double precision) is
  'What it costs to have one device do something else in slots p_first to before p_last of a planning problem, less p_plan, the plan of the whole problem (cost, slots with battery_w, ev_w, heat_pump_w, grid_w as fn_solve_plan gives them). A car''s draw is laid upon the load and all the rest planned anew; '
  'for battery and heat pump the slots to the end of the override run as planned but for that device, and the rest is planned anew from what is then stored and delivered. cost: + dearer, − cheaper, site currency; energy_wh: more (+) or less (−) into the device than planned. '
  'p_power_w is the device''s power, p_energy_wh an amount that ends it (NULL: none). p_last is at most the horizon.';
