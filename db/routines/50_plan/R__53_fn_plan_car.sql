create or replace function ems.fn_plan_car(
  p_need float8, p_slack float8, p_min float8, p_gain float8, p_short float8, p_at int[], p_x float8[], p_y float8[],
  out power float8[], out cost float8, out bound float8, out price float8)
language plpgsql immutable strict parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  slots  int := cardinality(p_at) - 1;
  s_slot int[] := '{}'; s_slope float8[] := '{}'; s_x float8[] := '{}'; s_jump boolean[] := '{}'; m int := 0;  -- segments of the slots' hulls, from s_x[i - 1] or 0 on
  hx     float8[]; hy float8[]; top int;
  rank   int[]; last int := 0;
  xa     float8; ya float8; given float8 := 0; take float8; low float8;
  other  float8[]; spare float8; must float8; saved float8; extra float8;
  i int; n int; s int;
begin
  power := array_fill(0::float8, array[slots]); bound := 0;
  -- 1. The lower hull of "off, or between least and most power".
  for t in 1..slots loop
    i := p_at[t]; n := p_at[t + 1] - 1; ya := p_y[i]; bound := bound + ya;
    hx := array[0::float8]; hy := array[ya]; top := 1;
    while i < n and p_x[i + 1] <= p_min loop i := i + 1; end loop;
    xa := greatest(p_x[i], p_min); ya := p_y[i];
    if i < n then ya := ya + (p_y[i + 1] - ya) * (xa - p_x[i]) / (p_x[i + 1] - p_x[i]); end if;
    loop
      if xa > hx[top] + 1e-9 then
        while top > 1 and (hy[top] - hy[top - 1]) * (xa - hx[top]) >= (ya - hy[top]) * (hx[top] - hx[top - 1]) loop top := top - 1; end loop;
        top := top + 1; hx[top] := xa; hy[top] := ya;
      end if;
      i := i + 1;
      exit when i > n;
      xa := p_x[i]; ya := p_y[i];
    end loop;
    for j in 2..top loop
      m := m + 1; s_slot[m] := t; s_slope[m] := (hy[j] - hy[j - 1]) / (hx[j] - hx[j - 1]) / p_gain; s_x[m] := hx[j]; s_jump[m] := j = 2 and p_min > 0;
    end loop;
  end loop;

  -- 2. The cheapest energy first, until the car is full or missing energy is the cheaper choice; what costs less than nothing also fills the slack.
  rank := array(select u.n from unnest(s_slope) with ordinality as u (slope, n) order by u.slope, u.n);
  price := p_short;
  for k in 1..m loop
    i := rank[k]; s := s_slot[i];
    exit when s_slope[i] >= p_short;
    take := least((s_x[i] - power[s]) * p_gain, case when s_slope[i] < 0 then p_need + p_slack else p_need end - given);
    if take <= 1e-9 then price := case when given >= p_need - 1e-9 then s_slope[i] else price end; exit; end if;
    given := given + take; bound := bound + s_slope[i] * take; power[s] := power[s] + take / p_gain; last := k;
    price := s_slope[i];
  end loop;
  if given < p_need - 1e-9 then price := p_short; end if;
  bound := bound + p_short * greatest(0, p_need - given);

  -- 3. One slot may be left between off and the least power: lift it and take the energy back elsewhere, or switch it off and find the energy elsewhere.
  if last > 0 then
    s := s_slot[rank[last]];
    if power[s] > 1e-9 and power[s] < p_min - 1e-9 then
      other := power; other[s] := 0; extra := -s_slope[rank[last]] * power[s] * p_gain; spare := power[s] * p_gain;
      for k in last + 1..m loop
        i := rank[k];
        exit when spare <= 1e-9 or s_slope[i] >= p_short;
        continue when s_slot[i] = s or s_jump[i] and spare / p_gain < p_min - 1e-9;
        continue when not s_jump[i] and other[s_slot[i]] < p_min - 1e-9;
        take := least((s_x[i] - other[s_slot[i]]) * p_gain, spare);
        other[s_slot[i]] := other[s_slot[i]] + take / p_gain; spare := spare - take; extra := extra + s_slope[i] * take;
      end loop;
      extra := extra + p_short * spare;
      take := (p_min - power[s]) * p_gain; saved := -s_slope[rank[last]] * take; power[s] := p_min;
      spare := given + take - p_need; must := spare - p_slack;   -- may, and must, come out elsewhere, the dearest first
      for k in reverse last - 1..1 loop
        i := rank[k];
        exit when spare <= 1e-9 or must <= 1e-9 and s_slope[i] <= 0;
        continue when s_jump[i] or s_slot[i] = s;
        low := greatest(p_min, case when i > 1 and s_slot[i - 1] = s_slot[i] then s_x[i - 1] else 0 end);
        take := least((power[s_slot[i]] - low) * p_gain, case when s_slope[i] > 0 then spare else must end);
        continue when take <= 0;
        power[s_slot[i]] := power[s_slot[i]] - take / p_gain; spare := spare - take; must := must - take; saved := saved + s_slope[i] * take;
      end loop;
      if extra < -saved or must > 1e-9 then power := other; end if;
    end if;
  end if;

  -- 4. What it really costs.
  cost := 0; given := 0;
  for t in 1..slots loop
    xa := power[t]; i := p_at[t]; given := given + xa * p_gain;
    while i < p_at[t + 1] - 2 and p_x[i + 1] < xa loop i := i + 1; end loop;
    cost := cost + p_y[i];
    if xa > p_x[i] then cost := cost + (p_y[i + 1] - p_y[i]) * (xa - p_x[i]) / (p_x[i + 1] - p_x[i]); end if;
  end loop;
  cost := cost + p_short * greatest(0, p_need - given);
end;
$$;
comment on function ems.fn_plan_car(float8, float8, float8, float8, float8, int[], float8[], float8[]) is
  'Charges a car of p_need kWh (at most p_slack more) at least cost: power a slot, kW, 0 or at least p_min; p_gain kWh stored per kW and slot; p_short per missing kWh; slot t costs the points p_at[t] to p_at[t+1]-1 of '
  'p_x (kW from 0) and p_y. Exact for the convex hulls of the slots'' costs (sorted slopes), of which bound is the optimum; then the one slot left between off and least power is lifted or dropped. '
  'price: worth of a kWh in the car.';
