drop function if exists ems.fn_plan_bound_best(float8, float8, float8[], float8[], float8[], float8[], float8[], float8[], int[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], int, int, int, int, float8[], float8[], float8, float8);
create or replace function ems.fn_plan_bound_best(
  p_bound float8, p_cost float8, p_first_stored float8[], p_first_worth float8[], p_first_heat float8[], p_stored float8[], p_worth float8[], p_heat float8[], p_asked float8[],
  p_at int[], p_x float8[], p_y float8[], p_held float8[], p_from float8[], p_charge float8[],
  p_battery float8[], p_car float8[], p_pump float8[], p_run int, p_pause int, p_state int, p_starts int, p_demand float8[], p_gain float8[], p_fee float8, p_tolerance float8,
  out bound float8, out power float8[], out worth float8[], out heat float8[])
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  cars    constant boolean := cardinality(p_car) > 0;
  battery constant boolean := p_battery[3] > p_battery[2] or p_battery[1] <> p_battery[2];
  trial text; one record; best float8 := '-infinity'; s float8[] := p_stored; w float8[]; h float8[];
begin
  bound := p_bound; worth := p_asked; heat := p_first_heat;
  -- P, Q: the pump exact, at the prices around the plan and at the first ones; F, R, A: the battery, at the first ones, at those around the plan, and as the cars asked; O: the pump again, at the worth of what is in cars that proved most so far, or at the first where that is what they asked.
  foreach trial in array string_to_array(case when p_pump is null then 'FRA' when p_fee is null then 'FR' when not battery then 'PO' when cars then 'PQFRO' else 'PQ' end, null) loop
    exit when p_cost - bound <= case when trial = 'P' or p_pump is null then 0.005 else 0.015 end * greatest(1, abs(bound));
    continue when trial = 'O' and worth = p_asked and p_cost - bound <= 0.05 * greatest(1, abs(bound));
    w := case trial when 'F' then p_first_worth when 'R' then p_worth when 'O' then case when worth = p_asked then p_first_worth else worth end else p_asked end;
    h := case trial when 'R' then p_heat else p_first_heat end;
    one := ems.fn_plan_bound_joint(case trial when 'Q' then p_first_stored else s end, w, h, p_at, p_x, p_y, p_held, p_from, p_charge, p_battery, p_car, p_pump, p_run, p_pause, p_state, p_starts, p_demand, p_gain, p_fee, p_tolerance, trial in ('P', 'Q', 'O'));
    if trial in ('P', 'Q', 'O') then power := coalesce(power, one.power); end if;
    if trial = 'Q' and one.bound > best then s := p_first_stored; end if;
    if one.bound > best then best := one.bound; worth := w; heat := h; end if;
    bound := greatest(bound, one.bound);
  end loop;
end;
$$;
comment on function ems.fn_plan_bound_best(float8, float8, float8[], float8[], float8[], float8[], float8[], float8[], float8[], int[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], int, int, int, int, float8[], float8[], float8, float8) is
  'The best joint bound (fn_plan_bound_joint) at the prices of the first relaxation (p_first_…), those around a plan (p_stored of a kWh in the battery and p_heat in the heat store after each slot, p_worth in each car) and, of the cars, what a kWh cost them on and off included '
  '(p_asked, fn_plan_car), no more of it than needed: p_bound is known, p_cost the plan''s. power: the heat pump''s in it, NULL where it was not needed. worth, heat: the prices that proved most, whether or not more than p_bound. The rest as in fn_plan_bound_joint.';
