drop function if exists ems.fn_plan_bound_best(float8, float8, float8[], float8[], float8[], float8[], float8[], float8[], int[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], int, int, int, int, float8[], float8[], float8, float8);
create or replace function ems.fn_plan_bound_best(
  p_bound float8, p_cost float8, p_first_stored float8[], p_first_worth float8[], p_first_heat float8[], p_stored float8[], p_worth float8[], p_heat float8[],
  p_at int[], p_x float8[], p_y float8[], p_held float8[], p_from float8[], p_charge float8[],
  p_battery float8[], p_car float8[], p_pump float8[], p_run int, p_pause int, p_state int, p_starts int, p_demand float8[], p_gain float8[], p_fee float8, p_tolerance float8,
  out bound float8, out power float8[], out worth float8[], out heat float8[])
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  one record; best float8 := '-infinity'; s float8[]; w float8[]; h float8[];
begin
  bound := p_bound; s := p_stored;
  for n in 1..4 loop                                    -- the battery exact, at either's worth of what is in cars and store; then the pump, at the better of these and either's of what is in the battery
    exit when n > 2 and (p_pump is null or p_fee is null) or p_cost - bound <= case n when 4 then 0.015 else 0.005 end * greatest(1, abs(bound));
    if n = 1 then w := p_first_worth; h := p_first_heat;
    elsif n = 2 then w := p_worth; h := p_heat;
    elsif n = 3 then w := worth; h := heat;
    else s := p_first_stored;
    end if;
    select g.* into one from ems.fn_plan_bound_joint(s, w, h, p_at, p_x, p_y, p_held, p_from, p_charge, p_battery, p_car, p_pump, p_run, p_pause, p_state, p_starts, p_demand, p_gain, p_fee, p_tolerance, n > 2) as g;
    if n > 2 then power := coalesce(power, one.power); end if;
    if one.bound > best then best := one.bound; worth := w; heat := h; end if;
    bound := greatest(bound, one.bound);
  end loop;
end;
$$;
comment on function ems.fn_plan_bound_best(float8, float8, float8[], float8[], float8[], float8[], float8[], float8[], int[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], int, int, int, int, float8[], float8[], float8, float8) is
  'The best joint bound (fn_plan_bound_joint) at two sets of prices, those of the first relaxation (p_first_…) and those around a plan (p_stored of a kWh in the battery and p_heat in the heat store after each slot, p_worth in each car), no more of it than needed: '
  'p_bound is known, p_cost the plan''s. power: the heat pump''s in it, NULL where it was not needed. worth, heat: the prices that proved most, whether or not more than p_bound. The rest as in fn_plan_bound_joint.';
