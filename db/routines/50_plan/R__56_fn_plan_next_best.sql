create or replace function ems.fn_plan_next_best(
  p_battery float8[], p_soc float8, p_power float8, p_net float8, p_cut float8, p_buy float8, p_sell float8, p_over float8, p_import_limit float8, p_export_limit float8,
  p_v_slope float8[], p_v_length float8[], p_v_from int, p_v_to int, p_from float8, p_to float8,
  out action text, out extra_cost float8)
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  low    float8 := least(p_battery[2], p_battery[1]);
  powers float8[]; names text[] := array['hold_for_later', 'charge_from_pv', 'charge_cheap_grid', 'discharge_to_load', 'discharge_to_grid'];
  least_w float8; most_w float8; b float8; soc float8; c float8; chosen float8; best float8 := 'infinity'; grid float8; y float8; g float8; i int;
begin
  least_w := greatest(p_from, -greatest(0, p_soc - p_battery[2]) / p_battery[7]);
  most_w := least(p_to, greatest(0, p_battery[3] - p_soc) / p_battery[6]);
  powers := array[p_power, 0, greatest(0, least(most_w, -p_net)), most_w, least(0, greatest(least_w, -p_net)), least_w];
  for k in 1..6 loop
    b := powers[k];
    continue when k > 1 and (abs(b - p_power) < 0.05 or k = 3 and b = 0 or k = 5 and b = 0 or k = 4 and p_net + b <= 0.05 or k = 6 and p_net + b >= -0.05);
    soc := p_soc + b * case when b > 0 then p_battery[6] else p_battery[7] end;
    c := p_battery[8] * abs(soc - p_soc);
    -- value after the slot
    y := soc - low; i := p_v_from;
    while i <= p_v_to and y > 0 loop c := c + p_v_slope[i] * least(y, p_v_length[i]); y := y - p_v_length[i]; i := i + 1; end loop;
    -- cost of the slot, PV held back where that is cheaper
    g := p_net + b; y := 'infinity';
    foreach grid in array array[g, 0, -p_export_limit, p_import_limit, g + p_cut] loop
      if grid >= g - 1e-9 and grid <= g + p_cut + 1e-9 and grid >= -p_export_limit - 1e-6 then
        y := least(y, case when grid < 0 then p_sell * grid else p_buy * grid + p_over * greatest(0, grid - p_import_limit) end);
      end if;
    end loop;
    c := c + y;
    if k = 1 then chosen := c; elsif c < best then best := c; action := names[k - 1]; end if;
  end loop;
  extra_cost := round(greatest(0, best - chosen)::numeric, 6);
  if best = 'infinity' or chosen = 'infinity' then action := null; extra_cost := null; end if;
end;
$$;
comment on function ems.fn_plan_next_best(float8[], float8, float8, float8, float8, float8, float8, float8, float8, float8, float8[], float8[], int, int, float8, float8) is
  'What the battery might do instead of p_power (kW, + charges) in a slot, and what that costs more over the rest of the horizon when all that follows answers best: rest, take the surplus, charge at most, carry the load, discharge at most. '
  'p_soc kWh before; p_net load less PV plus all else (kW), p_cut PV that may be held back; prices per kW and slot; elements p_v_from to p_v_to of the slopes and lengths of the value after the slot; p_from, p_to: its power at most. NULL where it can do nothing else.';
