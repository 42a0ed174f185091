create or replace function ems.fn_plan_bound_climb(
  p_bound float8, p_cost float8, p_stored float8[], p_worth float8[], p_heat float8[], p_exact_pump boolean,
  p_at int[], p_x float8[], p_y float8[], p_held float8[], p_from float8[], p_charge float8[],
  p_battery float8[], p_car float8[], p_pump float8[], p_run int, p_pause int, p_state int, p_starts int, p_demand float8[], p_gain float8[], p_fee float8, p_tolerance float8)
returns float8
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  bound float8 := p_bound; one float8; factor float8; s float8[]; w float8[]; h float8[];
  stored float8[] := p_stored; worth float8[] := p_worth; heat float8[] := p_heat;
begin
  foreach factor in array array[1.05, 1 / 1.05, 1.1, 1 / 1.1] loop
    exit when factor = 1.1::float8 and bound = p_bound;            -- where the small step brought nothing
    for k in 0..cardinality(p_car) / 7 loop               -- what is in the stores, then each car
      exit when p_cost - bound <= 0.03 * greatest(1, abs(bound));
      s := stored; w := worth; h := heat;
      if k > 0 then
        w[k] := w[k] * factor;
      else
        for t in 1..cardinality(s) loop s[t] := s[t] * factor; h[t] := h[t] * factor; end loop;
      end if;
      select g.bound into one from ems.fn_plan_bound_joint(s, w, h, p_at, p_x, p_y, p_held, p_from, p_charge, p_battery, p_car, p_pump, p_run, p_pause, p_state, p_starts, p_demand, p_gain, p_fee, p_tolerance, p_exact_pump) as g;
      if one > bound then bound := one; stored := s; worth := w; heat := h; end if;
    end loop;
  end loop;
  return bound;
end;
$$;
comment on function ems.fn_plan_bound_climb(float8, float8, float8[], float8[], float8[], boolean, int[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], float8[], int, int, int, int, float8[], float8[], float8, float8) is
  'More of a joint bound, p_bound, by other prices: what is in the stores, and in one car after the other, a little dearer or cheaper, as long as p_cost, the plan''s, is more than 3 % above. p_stored, p_worth, p_heat, p_exact_pump: where to start (fn_plan_bound_best); the rest as in fn_plan_bound_joint.';
