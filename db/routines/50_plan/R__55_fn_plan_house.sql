create or replace function ems.fn_plan_house(
  p_buy float8[], p_sell float8[], p_over float8, p_import_limit float8, p_export_limit float8, p_load float8[], p_pv float8[],
  p_battery float8[], p_car float8[], p_pump float8[], p_run int, p_pause int, p_state int, p_starts int, p_demand float8[], p_gain float8[], p_rounds text,
  out battery float8[], out car float8[], out pump float8[], out bound float8, out v_at int[], out v_slope float8[], out v_length float8[])
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  slots   int := cardinality(p_buy);
  cars    int := cardinality(p_car) / 7;
  zero    constant float8[] := array_fill(0::float8, array[slots]);
  net     float8[]; from_w float8[]; to_w float8[]; most float8[] := zero; discharge float8[]; alone float8[]; deepest float8[];
  c_at    int[]; c_x float8[]; c_y float8[];           -- the slots' grid cost over everything that can be shifted
  b_at    int[]; b_x float8[]; b_y float8[]; held float8[] := zero;  -- the same for the bound, and the PV that is not in it
  s_at    int[]; s_x float8[]; s_y float8[];           -- and what is left of it for one device
  stored  float8[]; worth float8[]; asked float8[];
  slope   float8[]; length float8[]; y float8[]; part float8[];
  try     record; step record; first record; relaxed record; again record; low float8[]; high float8[]; car_low float8[]; car_high float8[];
  try_car float8[] := array_fill(0::float8, array[slots * cars]); try_pump float8[] := zero; try_cost float8; cost float8 := 'infinity'; before float8 := 'infinity'; idle int := 0;
  rank    int[]; move text; turn int[]; turn_side int[]; turn_device int[]; joint_pump float8[]; joint_battery float8[]; joint_worth float8[]; joint_heat float8[]; plans int := 0; counted int := 0; flips int := 0; flipped float8; tolerance float8 := 0; lone boolean; over_soon boolean := false; tilt constant float8 := 0.05; fee float8 := 0; enough float8 := 1e-3; soc float8; e float8; a int; b int; i int; k int; n int;
begin
  for t in 1..slots loop
    net[t] := p_load[t] - p_pv[t];
    for k in 1..cars loop
      if t between p_car[7 * k - 6] and p_car[7 * k - 5] then most[t] := most[t] + p_car[7 * k - 2]; end if;
    end loop;
    most[t] := most[t] + coalesce(p_pump[8], 0); tolerance := tolerance + 3e-3 * coalesce(greatest(abs(p_buy[t]), abs(p_sell[t]), 1e-3 * p_pump[5] * p_gain[t], 1e-6) * p_pump[8], 0) / slots;
    from_w[t] := greatest(-p_battery[5], -p_load[t] - case when p_battery[11] > 0 then p_export_limit else 0 end);
    to_w[t] := case when p_battery[10] > 0 then p_battery[4] else least(p_battery[4], p_pv[t]) end;
    alone[t] := to_w[t] + most[t];
    deepest[t] := greatest(-p_battery[5], -p_load[t] - most[t] - case when p_battery[11] > 0 then p_export_limit else 0 end);
    discharge[t] := case when p_buy[t] < 0 then 0 else p_battery[5] end;
  end loop;
  rank := array(select g from generate_series(1, cars) as g order by p_car[7 * g - 3] desc, g);

  lone := cars = 0 and p_pump is not null and (p_battery[3] <= p_battery[2] and p_battery[1] = p_battery[2] or p_battery[4] = 0 and p_battery[5] = 0);
  if (cars > 0 or p_pump is not null) and not lone then
    select g.at, g.x, g.y into c_at, c_x, c_y from ems.fn_plan_grid_cost(p_buy, p_sell, p_over, p_import_limit, p_export_limit, net, p_pv, from_w, alone, false) as g;
    if p_battery[10] = 0 then                             -- what is held back does not charge: the bound weighs that itself
      held := p_pv;
      for t in 1..slots loop alone[t] := p_pv[t] + most[t]; end loop;
      select g.at, g.x, g.y into b_at, b_x, b_y from ems.fn_plan_grid_cost(p_buy, p_sell, p_over, p_import_limit, p_export_limit, net, zero, from_w, alone, false) as g;
    else
      b_at := c_at; b_x := c_x; b_y := c_y;
    end if;
    low := zero; high := array_fill(coalesce(p_pump[8], 0), array[slots]); car_low := try_car; car_high := try_car;
    for k in 1..cars loop
      for t in p_car[7 * k - 6]::int..p_car[7 * k - 5]::int loop car_high[(k - 1) * slots + t] := p_car[7 * k - 2]; end loop;
    end loop;
    select g.* into relaxed from ems.fn_plan_relax(c_at, c_x, c_y, to_w, discharge, p_battery, p_car, p_pump, p_demand, p_gain, car_low, car_high, low, high, 2e-2) as g;
    first := relaxed; stored := relaxed.stored; worth := relaxed.worth; asked := worth;
  end if;
  part := zero;

  foreach move in array string_to_array(case when cars = 0 and p_pump is null then 'B' when lone then 'PBPB' else p_rounds end, null) loop
    continue when over_soon and move <> 'X';
    if p_pump is not null and fee is distinct from 0 and move in ('S', 'P') then    -- to search for starts, or to count them, takes long
      counted := counted + 1;
      continue when counted > 2;
    end if;
    if lone and plans > 0 and move = 'P' then              -- finer curves, and starts counted, only where much is open
      exit when cost - bound <= 0.05 * greatest(1, abs(bound));
      tolerance := tolerance / 10; fee := case when p_starts is null then fee end;
    end if;
    continue when move = 'J' and joint_pump is null or move = 'Y' and joint_battery is null;
    if move = 'X' then                                   -- what is still open: better prices prove more, and the pump's answer to them may be worth a plan
      exit when lone or plans < 3 or cost - bound <= 0.05 * greatest(1, abs(bound));
      over_soon := false; flips := 0; idle := 0;
      if p_pump is null and p_battery[3] <= p_battery[2] and p_battery[1] = p_battery[2] then
        for k in 1..cars loop
          select g.bound, g.power into e, y from ems.fn_plan_bound_exact_car(k, joint_worth, b_at, b_x, b_y, p_car, 1e-3 * abs(cost) / slots) as g;
          bound := greatest(bound, e);
        end loop;
        if cars = 1 then try_car := y; end if;
      else
        select g.bound, coalesce(g.power, joint_pump), g.battery into bound, joint_pump, joint_battery
        from ems.fn_plan_bound_climb(bound, cost, joint_worth, joint_heat, b_at, b_x, b_y, held, deepest, to_w, p_battery, p_car, p_pump, p_run, p_pause, p_state, p_starts, p_demand, p_gain, fee, tolerance / 6, 40) as g;
      end if;
    elsif move = 'B' then                                -- the battery's best answer to the others
      y := try_pump;
      for t in 1..slots loop
        for k in 1..cars loop y[t] := y[t] + try_car[(k - 1) * slots + t]; end loop;
        net[t] := p_load[t] - p_pv[t] + y[t]; from_w[t] := greatest(-p_battery[5], -p_load[t] - y[t] - case when p_battery[11] > 0 then p_export_limit else 0 end);
      end loop;
      select g.* into step from ems.fn_plan_grid_cost(p_buy, p_sell, p_over, p_import_limit, p_export_limit, net, p_pv, from_w, to_w, p_battery[10] = 0) as g;
      select g.* into try from ems.fn_plan_battery(p_battery[1], p_battery[2], p_battery[3], p_battery[6], p_battery[7], p_battery[8], p_battery[9], step.at, step.x, step.y) as g;
      try_cost := try.cost;
      if p_pump is not null then
        soc := p_pump[1];
        for t in 1..slots loop
          e := p_pump[4] * soc + p_gain[t] * try_pump[t] - p_demand[t]; soc := greatest(e, p_pump[2]); try_cost := try_cost + p_pump[5] * (soc - e);
        end loop;
        try_cost := try_cost - p_pump[6] * soc;
      end if;
      for k in 1..cars loop
        e := 0;
        for t in 1..slots loop e := e + try_car[(k - 1) * slots + t] * p_car[7 * k - 1]; end loop;
        try_cost := try_cost + p_car[7 * k] * greatest(0, p_car[7 * k - 4] - e);
      end loop;
      if try_cost < cost - 1e-9 then
        cost := try_cost; battery := try.power; car := try_car; pump := try_pump; v_at := try.v_at; v_slope := try.v_slope; v_length := try.v_length;
      end if;
      part := try.power; plans := plans + 1;
      if cars = 0 and p_pump is null then
        bound := cost - 1e-6;
      elsif bound is null then
        bound := ems.fn_plan_bound(first.price, b_at, b_x, b_y, held, deepest, to_w, most, p_battery, p_car, p_pump, p_run, p_pause, p_state, p_starts, p_demand, p_gain, fee, case when fee is null then tolerance else tolerance / 6 end);
      elsif plans = 3 and cost - bound > (case when cost < before - 2e-4 * greatest(1, abs(bound)) then 0.005 else 0.015 end) * greatest(1, abs(bound)) then  -- the plan is good by now: what is still open may be the bound's
        select g.bound, g.power, g.worth, g.heat into bound, joint_pump, joint_worth, joint_heat from ems.fn_plan_bound_best(bound, cost, first.stored, first.worth, first.heat, relaxed.stored, relaxed.worth, relaxed.heat, asked,
          b_at, b_x, b_y, held, deepest, to_w, p_battery, p_car, p_pump, p_run, p_pause, p_state, p_starts, p_demand, p_gain, fee, tolerance / 6) as g;
        -- where heat is missing no fee says what a limit of starts costs: count them, unless that takes seconds
        if fee > 0 and p_starts <= 16 and slots * (p_starts + 1) * (p_run + p_pause) <= 3000 and cost - bound > 0.05 * greatest(1, abs(bound)) then
          bound := greatest(bound, ems.fn_plan_bound(first.price, b_at, b_x, b_y, held, deepest, to_w, most, p_battery, p_car, p_pump, p_run, p_pause, p_state, p_starts, p_demand, p_gain, null, tolerance));
        end if;
      end if;
      if plans <> 4 or joint_pump is null then              -- the longer it takes the less it asks for, and the less still when nothing comes of it; J is on top
        idle := case when cost < before - 2e-4 * greatest(1, abs(bound)) then 0 else idle + 1 end; before := cost;
        enough := enough + 1.5e-3;
      end if;
      -- a turn that brought nothing: the next promises less
      over_soon := flips > 0 and idle > 0 or cost - bound <= case when idle > 0 then 0.015 else enough end * greatest(1, abs(bound));
      exit when over_soon and cost - bound <= 0.05 * greatest(1, abs(bound));

    elsif move in ('S', 'J') then                        -- pump (J: as the joint bound has it), then cars, each with what is not yet decided giving way at its price
      y := array_fill(-p_battery[5], array[slots]);       -- a battery that discharges gives up consuming what it puts in
      for g in case when p_pump is null then 1 else 0 end..cars loop
        k := case when g = 0 then 0 else rank[g] end;
        n := 4 + 2 * (cars - g); slope := array_fill(0::float8, array[n * slots]); length := slope; i := 0;
        for t in 1..slots loop                             -- from where the relaxation has them they part with a little regret
          e := p_battery[6] * (stored[t] - p_battery[8]); soc := greatest(0, least(relaxed.battery[t], to_w[t]));
          slope[i + 1] := e - tilt * abs(e); length[i + 1] := to_w[t] - soc;
          slope[i + 2] := e + tilt * abs(e); length[i + 2] := soc;
          e := p_battery[7] * (stored[t] + p_battery[8]); soc := greatest(0, least(-relaxed.battery[t], p_battery[5]));
          slope[i + 3] := e - tilt * abs(e); length[i + 3] := soc;
          slope[i + 4] := e + tilt * abs(e); length[i + 4] := p_battery[5] - soc; i := i + 4;
          for j in g + 1..cars loop
            b := rank[j];
            if t between p_car[7 * b - 6] and p_car[7 * b - 5] then
              e := p_car[7 * b - 1] * worth[b]; soc := greatest(0, least(relaxed.car[(b - 1) * slots + t], p_car[7 * b - 2]));
              slope[i + 1] := e - tilt * abs(e); length[i + 1] := p_car[7 * b - 2] - soc;
              slope[i + 2] := e + tilt * abs(e); length[i + 2] := soc;
            end if;
            i := i + 2;
          end loop;
        end loop;
        if k = 0 and move = 'J' then
          try_pump := joint_pump;
          for t in 1..slots loop y[t] := y[t] + try_pump[t]; end loop;
        elsif k = 0 then
          select g.at, g.x, g.y into s_at, s_x, s_y from ems.fn_plan_stack(c_at, c_x, c_y, y, array_fill(p_pump[8], array[slots]), slope, length) as g;
          select g.power, g.fee into try_pump, fee from ems.fn_plan_pump(p_pump, p_run, p_pause, p_state, p_starts, p_demand, p_gain, s_at, s_x, s_y, tolerance, fee, true) as g;
          for t in 1..slots loop y[t] := y[t] + try_pump[t]; end loop;
        else
          a := p_car[7 * k - 6]; b := p_car[7 * k - 5];
          select g.at, g.x, g.y into s_at, s_x, s_y from ems.fn_plan_stack(c_at[a:b + 1], c_x, c_y, y[a:b], array_fill(p_car[7 * k - 2], array[b - a + 1]), slope[(a - 1) * n + 1:b * n], length[(a - 1) * n + 1:b * n]) as g;
          select g.power, g.price into net, e from ems.fn_plan_car(p_car[7 * k - 4], p_car[7 * k - 3] * p_car[7 * k - 1], p_car[7 * k - 3], p_car[7 * k - 1], p_car[7 * k], s_at, s_x, s_y) as g;
          asked[k] := e;
          for t in a..b loop try_car[(k - 1) * slots + t] := net[t - a + 1]; y[t] := y[t] + net[t - a + 1]; end loop;
        end if;
      end loop;

    elsif move in ('R', 'F') then                        -- on where they are on, buying where it buys, but all powers anew, together
      n := case when move = 'F' and flipped = cost then 2 else 1 end;   -- what prices proposed for this very plan still holds
      if move = 'F' then try_car := car; try_pump := pump; part := battery; end if;
      for pass in n..case when move = 'F' then 2 else 1 end loop
        if pass = 2 then                                 -- and F: one slot turned, the most promising that has not been tried
          if n = 1 then
            select g.slot, g.side, g.device into turn, turn_side, turn_device
            from ems.fn_plan_flip(c_at, c_x, c_y, net, stored, worth, relaxed.heat, to_w, p_battery, p_car, p_pump, p_gain, try_car, try_pump, p_run <= 1 and p_pause <= 1 and p_starts is null) as g;
            flipped := cost; flips := 0; try_car := car; try_pump := pump;
          end if;
          flips := flips + 1;
          exit when flips > coalesce(cardinality(turn), 0);
          i := turn[flips]; k := turn_device[flips];
          if turn_side[flips] >= 0 then part[i] := case when turn_side[flips] = 1 then 1e9 else -1e9 end; end if;
          if k = 0 then try_pump[i] := case when try_pump[i] > 0 then 0 else p_pump[7] end; end if;
          if k > 0 then i := (k - 1) * slots + i; try_car[i] := case when try_car[i] > 0 then 0 else p_car[7 * k - 3] end; end if;
        end if;
        for t in 1..slots loop
          low[t] := case when try_pump[t] > 0 then p_pump[7] else 0 end; high[t] := case when try_pump[t] > 0 then p_pump[8] else 0 end;
          net[t] := part[t] + try_pump[t];
        end loop;
        for k in 1..cars loop
          for t in p_car[7 * k - 6]::int..p_car[7 * k - 5]::int loop
            i := (k - 1) * slots + t; net[t] := net[t] + try_car[i];
            car_low[i] := case when try_car[i] > 0 then p_car[7 * k - 3] else 0 end; car_high[i] := case when try_car[i] > 0 or p_car[7 * k - 3] = 0 then p_car[7 * k - 2] else 0 end;
          end loop;
        end loop;
        for t in 1..slots loop                             -- where buying is paid the battery discharges only for what the fuse keeps out
          discharge[t] := case when p_buy[t] < 0 and part[t] >= 0 and p_load[t] - p_pv[t] + net[t] < p_import_limit - 0.01 then 0 else p_battery[5] end;
        end loop;
        select g.* into again from ems.fn_plan_part(c_at, c_x, c_y, net) as s, ems.fn_plan_relax(s.at, s.x, s.y, to_w, discharge, p_battery, p_car, p_pump, p_demand, p_gain, car_low, car_high, low, high, 1e-3) as g;
        if again.steps >= 0 then
          relaxed := again; try_pump := relaxed.pump; try_car := relaxed.car; stored := relaxed.stored; worth := relaxed.worth;
        elsif move = 'F' then                            -- that cannot be
          try_pump := pump; try_car := car;
        end if;
      end loop;
      over_soon := move = 'F' and flips > coalesce(cardinality(turn), 0);
    else                                                 -- C cars, P pump: one after the other against all the rest as it stands, Y the pump against the battery as X had it
      if battery is not null then try_car := car; try_pump := pump; part := case when move = 'Y' then joint_battery else battery end; end if;
      for k in case when move = 'C' then 1 else 0 end..case when move = 'C' then cars else 0 end loop
        continue when k = 0 and p_pump is null;
        a := case k when 0 then 1 else p_car[7 * k - 6] end; b := case k when 0 then slots else p_car[7 * k - 5] end; n := b - a + 1;
        e := case k when 0 then p_pump[8] else p_car[7 * k - 2] end; y := part;
        alone := '{}'; slope := '{}'; net := '{}';
        for t in a..b loop
          if k > 0 then y[t] := y[t] + try_pump[t]; end if;
          for j in 1..cars loop
            if j <> k then y[t] := y[t] + try_car[(j - 1) * slots + t]; end if;
          end loop;
          net[t - a + 1] := p_load[t] - p_pv[t] + y[t]; alone[t - a + 1] := case when p_battery[10] = 0 then greatest(p_pv[t] - greatest(part[t], 0), 0) else p_pv[t] end; slope[t - a + 1] := e;
        end loop;
        select g.* into step from ems.fn_plan_grid_cost(p_buy[a:b], p_sell[a:b], p_over, p_import_limit, p_export_limit, net, alone, zero[a:b], slope, false) as g;
        if k = 0 then
          if p_starts is not null or not lone then
            select g.power, g.fee into try_pump, fee from ems.fn_plan_pump(p_pump, p_run, p_pause, p_state, p_starts, p_demand, p_gain, step.at, step.x, step.y, case when lone then tolerance / 2 else tolerance end, fee, true) as g;
          end if;
          if lone then                                     -- curves kept below the truth prove the bound, and give the plan unless starts had to be searched for
            select g.power, g.bound into part, e from ems.fn_plan_pump(p_pump, p_run, p_pause, p_state, p_starts, p_demand, p_gain, step.at, step.x, step.y, tolerance / 2, fee, false) as g;
            bound := greatest(bound, e - p_battery[9] * p_battery[1]);
            if p_starts is null then try_pump := part; end if;
            part := zero;
          end if;
        else
          select g.power into y from ems.fn_plan_car(p_car[7 * k - 4], p_car[7 * k - 3] * p_car[7 * k - 1], p_car[7 * k - 3], p_car[7 * k - 1], p_car[7 * k], step.at, step.x, step.y) as g;
          for t in a..b loop try_car[(k - 1) * slots + t] := y[t - a + 1]; end loop;
        end if;
      end loop;
    end if;
  end loop;
end;
$$;
comment on function ems.fn_plan_house(float8[], float8[], float8, float8, float8, float8[], float8[], float8[], float8[], float8[], int, int, int, int, float8[], float8[], text) is
  'Powers of battery (one a slot), cars (car after car) and heat pump, kW, that cost little together, and a bound below which no powers cost. Prices per kW and slot; powers in kW, energy in kWh. '
  'p_battery: soc, least, most, charge and discharge limit, kWh gained and lost per kW and slot, wear, terminal value, whether the grid may charge it and be fed by it (1, 0). '
  'p_car: seven a car: first and last slot from 1, need, least and most power, kWh gained per kW and slot, price of missing energy. p_pump as in fn_plan_pump, NULL without one. '
  'p_rounds: the moves in turn: S each device exactly while the rest gives way at its price, J the same with the pump as the joint bound has it, R all powers of what is on anew, on the side of the grid it is on, F the same with one slot''s side or one device''s on or off turned (fn_plan_flip), B the battery exactly, C the cars and P the pump against all the rest as it stands; X, where more than 5 % stay open, more of a bound (fn_plan_bound_climb; cars alone: fn_plan_bound_exact_car), from which J and Y, the pump against the battery''s answer there, start again. '
  'v_…: the battery''s value function as fn_plan_battery gives it.';
