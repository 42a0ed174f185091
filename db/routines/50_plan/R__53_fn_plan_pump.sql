drop function if exists ems.fn_plan_pump(float8[], int, int, int, int, float8[], float8[], int[], float8[], float8[], float8, float8, boolean);
create or replace function ems.fn_plan_pump(
  p_pump float8[], p_run int, p_pause int, p_state int, p_starts int, p_demand float8[], p_gain float8[],
  p_at int[], p_x float8[], p_y float8[], p_tolerance float8, p_fee float8, p_search boolean,
  out power float8[], out cost float8, out bound float8, out fee float8, out starts int)
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  try   record;
  low   float8; high float8; grow float8 := 3;          -- the fee is raised faster where it did little
  many  float8[]; many_starts int; few_starts int;      -- the powers at fee low, which start too often
  band  record;
begin
  fee := case when p_fee is null and p_starts > 16 and not p_search then 0 else p_fee end;  -- of more than 16 counting says nothing
  for i in 1..9 loop
    exit when fee is null;
    try := ems.fn_plan_heat_pump(p_pump[1], p_pump[2], p_pump[3], p_pump[4], p_pump[5], p_pump[6], p_demand, p_gain, p_pump[7],
      p_run, p_pause, p_state, null, fee, p_at, p_x, p_y, p_tolerance, not p_search, null, null);
    bound := try.bound - fee * coalesce(p_starts, 0); starts := try.starts;
    if p_starts is null or try.starts <= p_starts then
      if cost is null or try.cost < cost then power := try.power; cost := try.cost; few_starts := try.starts; end if;
      if fee = 0 or fee * (p_starts - try.starts) <= 0.1 * p_tolerance * cardinality(p_demand) then return; end if;
      high := fee;
    else
      grow := case when try.starts - p_starts > 0.5 * (many_starts - p_starts) then 9 else 3 end;
      low := fee; many := try.power; many_starts := try.starts;
    end if;
    if not p_search then return; end if;
    exit when high is null and fee > 1000 or low is not null and high is not null and (many_starts - few_starts <= 6 or i > 4 and high <= 4 * low or i > 5 or high < 1.1 * low);
    fee := case when high is null then greatest(grow * fee, 0.3) when low is null then case when high < 0.1 then 0 else high / 3 end when low > 0 and high > 4 * low then sqrt(low * high) else (low + high) / 2 end;
  end loop;
  -- No fee gives just the starts there may be: count them, where two fees leave them open or, where none gives few enough, all.
  if power is not null then
    fee := case when low > 0 and high > 4 * low then sqrt(low * high) else (low + high) / 2 end;
    select g.least_left, g.most_left into band from ems.fn_plan_pump_band(power, many, few_starts, many_starts, p_starts, p_state) as g;
    if (select sum(1 + m - l) from unnest(band.least_left, band.most_left) as u (l, m)) > 5 * cardinality(p_demand) then return; end if;
  else
    fee := null;
    select null::int[] as least_left, null::int[] as most_left into band;
  end if;
  try := ems.fn_plan_heat_pump(p_pump[1], p_pump[2], p_pump[3], p_pump[4], p_pump[5], p_pump[6], p_demand, p_gain, p_pump[7],
    p_run, p_pause, p_state, case when power is null then least(p_starts, 16) else p_starts end, 0, p_at, p_x, p_y, p_tolerance, not p_search, band.least_left, band.most_left);
  bound := try.bound; starts := try.starts;
  if power is null or try.starts <= p_starts and try.cost < cost then power := try.power; cost := try.cost; end if;
end;
$$;
comment on function ems.fn_plan_pump(float8[], int, int, int, int, float8[], float8[], int[], float8[], float8[], float8, float8, boolean) is
  'fn_plan_heat_pump with at most p_starts starts (NULL: any number): a fee on each start, p_fee first and, where p_search, on between the last that gave too many and the first that did not; what these two leave open is counted. '
  'Where p_fee is NULL, or no fee gives few enough, all are counted (up to 16), which takes as many times as long. bound, not where p_search: no powers cost less (weak duality of the fee). fee: the best known, NULL where all were counted. starts: those of the last try. '
  'p_pump: store, least, most (kWh), retention, price of missing heat, worth of what is left, least and most power (kW).';
