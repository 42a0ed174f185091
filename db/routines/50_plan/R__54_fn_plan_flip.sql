create or replace function ems.fn_plan_flip(
  p_at int[], p_x float8[], p_y float8[], p_power float8[], p_stored float8[], p_worth float8[], p_heat float8[], p_charge float8[],
  p_battery float8[], p_car float8[], p_pump float8[], p_gain float8[], p_try_car float8[], p_try_pump float8[], p_free_pump boolean,
  out slot int[], out side int[], out device int[])
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  slots  int := cardinality(p_power);
  cars   int := cardinality(p_car) / 7;
  width  int := cars + 3;                               -- what gives way in a slot: the pump, each car, the battery's charging and discharging
  chosen int[]; at int[]; x float8[]; y float8[]; power float8[]; sated boolean;
  fixed  float8[]; slope float8[]; length float8[]; sunk float8[]; zero float8[]; w float8; least_w float8; most_w float8;
  ends   record; part record; cost record; now float8[]; best float8[]; c float8; i int; t int; n int;
begin
  slot := '{}'; side := '{}'; device := '{}'; best := '{}';
  ends := ems.fn_plan_part(p_at, p_x, p_y, array_fill(-1e9::float8, array[slots]));
  -- Every other choice of one slot: another side, and one device (0 the pump, −1 none) on that was off or off that was on.
  for turned in -1..cars loop
    continue when turned = 0 and (p_pump is null or not p_free_pump or p_pump[7] = 0) or turned > 0 and p_car[7 * greatest(turned, 1) - 3] = 0;
    sated := false;                                     -- another slot, even at least power, would be more than the car may get
    if turned > 0 then
      select count(*) * p_car[7 * turned - 3] * p_car[7 * turned - 1] > p_car[7 * turned - 4] + 1e-9 into sated
      from unnest(p_try_car[(turned - 1) * slots + 1:turned * slots]) as u (power) where u.power > 0;
    end if;
    for way in 0..2 loop                                -- the side as it is, the lower one, the upper one
      chosen := '{}'; at := array[1]; x := '{}'; y := '{}'; power := '{}';
      for t in 1..slots loop
        continue when turned > 0 and (t < p_car[7 * greatest(turned, 1) - 6] or t > p_car[7 * greatest(turned, 1) - 5] or sated and p_try_car[(turned - 1) * slots + t] = 0) or way > 0 and ends.at[t + 1] - ends.at[t] = p_at[t + 1] - p_at[t];
        chosen := chosen || t; x := x || p_x[p_at[t]:p_at[t + 1] - 1]; y := y || p_y[p_at[t]:p_at[t + 1] - 1]; at := at || cardinality(x) + 1;
        power := power || case way when 0 then p_power[t] when 1 then -1e9 else 1e9 end;
      end loop;
      n := cardinality(chosen);
      exit when n = 0;
      zero := array_fill(0::float8, array[n]); sunk := zero; fixed := array_fill(-p_battery[5], array[n]); slope := array_fill(0::float8, array[n * width]); length := slope;
      for m in 1..n loop
        t := chosen[m]; i := (m - 1) * width;
        for k in 0..cars loop
          if k = 0 then
            continue when p_pump is null or (p_try_pump[t] > 0) = (turned = 0);
            least_w := p_pump[7]; most_w := p_pump[8]; w := p_heat[t] * p_gain[t];
          else
            continue when t < p_car[7 * k - 6] or t > p_car[7 * k - 5] or p_car[7 * k - 3] > 0 and (p_try_car[(k - 1) * slots + t] > 0) = (turned = k);
            least_w := p_car[7 * k - 3]; most_w := p_car[7 * k - 2]; w := p_worth[k] * p_car[7 * k - 1];
          end if;
          slope[i + k + 1] := w; length[i + k + 1] := most_w - least_w; fixed[m] := fixed[m] + least_w; sunk[m] := sunk[m] + w * least_w;
        end loop;
        slope[i + width - 1] := p_battery[6] * (p_stored[t] - p_battery[8]); length[i + width - 1] := p_charge[t];
        slope[i + width] := p_battery[7] * (p_stored[t] + p_battery[8]); length[i + width] := p_battery[5];
      end loop;
      part := ems.fn_plan_part(at, x, y, power);
      cost := ems.fn_plan_stack(part.at, part.x, part.y, fixed, zero, slope, length);
      for m in 1..n loop
        c := cost.y[cost.at[m]] - sunk[m]; t := chosen[m];
        if turned = -1 and way = 0 then
          now[t] := c;
        else
          most_w := fixed[m];
          for j in (m - 1) * width + 1..m * width loop most_w := most_w + length[j]; end loop;
          if c < now[t] - 1e-6 and fixed[m] <= part.x[part.at[m + 1] - 1] and most_w >= part.x[part.at[m]] then
            slot := slot || t; side := side || way - 1; device := device || turned; best := best || now[t] - c;
          end if;
        end if;
      end loop;
    end loop;
  end loop;
  select array_agg(slot[g] order by best[g] desc, g), array_agg(side[g] order by best[g] desc, g), array_agg(device[g] order by best[g] desc, g) into slot, side, device
  from generate_subscripts(slot, 1) as g;
end;
$$;
comment on function ems.fn_plan_flip(int[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], boolean) is
  'Single changes of a plan that may be worth it, the most promising first: in slot (from 1) another side of a cost that is not convex (side: 0 the lower part, 1 the upper one, −1 as it is), and one device on that was off or off that was on '
  '(device: a car from 1, 0 the pump where p_free_pump, −1 none). Promising is what makes the slot cheaper, currency, when all stored energy trades at its worth in the plan; by weak duality nothing else makes it cheaper alone. '
  'p_at, p_x, p_y: the slots'' grid cost over all flexible power, of which p_power, kW, is used; p_stored, p_heat: worth of a kWh in battery and heat store after each slot, p_worth in each car; p_charge: the battery''s charging at most; '
  'p_try_car, p_try_pump: powers of the plan; the rest as in fn_plan_house.';
