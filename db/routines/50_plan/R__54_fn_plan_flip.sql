create or replace function ems.fn_plan_flip(
  p_at int[], p_x float8[], p_y float8[], p_power float8[], p_stored float8[], p_worth float8[], p_heat float8[], p_charge float8[],
  p_battery float8[], p_car float8[], p_pump float8[], p_gain float8[], p_try_car float8[], p_try_pump float8[],
  out slot int[], out upper boolean[], out cars int[])
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  slots  int := cardinality(p_power);
  count  int := cardinality(p_car) / 7;
  width  int := count + 3;                              -- what gives way in a slot: the pump, each car, the battery's charging and discharging
  bent   int[] := '{}'; at int[] := array[1]; x float8[] := '{}'; y float8[] := '{}'; power float8[] := '{}';
  fixed  float8[]; slope float8[]; length float8[]; sunk float8[]; zero float8[]; w float8; least_w float8; most_w float8;
  part   record; low record; cost record; now float8[]; best float8[]; way_of int[]; c float8; i int; t int; n int; m int; on_off int;
begin
  part := ems.fn_plan_part(p_at, p_x, p_y, array_fill(-1e9::float8, array[slots]));
  for t in 1..slots loop
    if part.at[t + 1] - part.at[t] < p_at[t + 1] - p_at[t] then
      bent := bent || t; x := x || p_x[p_at[t]:p_at[t + 1] - 1]; y := y || p_y[p_at[t]:p_at[t + 1] - 1]; at := at || cardinality(x) + 1; power := power || p_power[t];
    end if;
  end loop;
  n := cardinality(bent);
  if n = 0 then slot := '{}'; return; end if;
  best := array_fill('infinity'::float8, array[n]); zero := array_fill(0::float8, array[n]);

  -- Each bent slot's cost when stored energy is traded at its worth: as it is, then buying less and more, with the cars as they are, all off, all on.
  for way in 0..6 loop
    on_off := case when way = 0 then 0 else (way - 1) % 3 end;
    fixed := array_fill(-p_battery[5], array[n]); slope := array_fill(0::float8, array[n * width]); length := slope; sunk := zero;
    for m in 1..n loop
      t := bent[m]; i := (m - 1) * width;
      for k in 0..count loop
        if k = 0 then
          continue when p_pump is null or p_try_pump[t] = 0;
          least_w := p_pump[7]; most_w := p_pump[8]; w := p_heat[t] * p_gain[t];
        else
          continue when t < p_car[7 * k - 6] or t > p_car[7 * k - 5] or p_car[7 * k - 3] > 0 and (on_off = 1 or on_off = 0 and p_try_car[(k - 1) * slots + t] = 0);
          least_w := p_car[7 * k - 3]; most_w := p_car[7 * k - 2]; w := p_worth[k] * p_car[7 * k - 1];
        end if;
        slope[i + k + 1] := w; length[i + k + 1] := most_w - least_w; fixed[m] := fixed[m] + least_w; sunk[m] := sunk[m] + w * least_w;
      end loop;
      slope[i + width - 1] := p_battery[6] * (p_stored[t] - p_battery[8]); length[i + width - 1] := p_charge[t];
      slope[i + width] := p_battery[7] * (p_stored[t] + p_battery[8]); length[i + width] := p_battery[5];
    end loop;
    part := ems.fn_plan_part(at, x, y, case when way = 0 then power else array_fill(case when way < 4 then -1e9 else 1e9 end::float8, array[n]) end);
    cost := ems.fn_plan_stack(part.at, part.x, part.y, fixed, zero, slope, length);
    if way = 0 then
      now := array(select cost.y[cost.at[g]] - sunk[g] from generate_series(1, n) as g); way_of := array_fill(0, array[n]);
      low := part;
    else
      for m in 1..n loop
        c := cost.y[cost.at[m]] - sunk[m];
        most_w := fixed[m];
        for j in (m - 1) * width + 1..m * width loop most_w := most_w + length[j]; end loop;
        if fixed[m] <= part.x[part.at[m + 1] - 1] and most_w >= part.x[part.at[m]] and part.x[part.at[m]] <> low.x[low.at[m]] and c < best[m] then
          best[m] := c; way_of[m] := way;
        end if;
      end loop;
    end if;
  end loop;
  select array_agg(bent[g] order by best[g] - now[g], g), array_agg(way_of[g] > 3 order by best[g] - now[g], g), array_agg((way_of[g] - 1) % 3 order by best[g] - now[g], g)
    into slot, upper, cars
  from generate_series(1, n) as g where best[g] < now[g] - 1e-6;
  slot := coalesce(slot, '{}');
end;
$$;
