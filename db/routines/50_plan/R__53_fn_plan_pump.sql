create or replace function ems.fn_plan_pump(
  p_pump float8[], p_run int, p_pause int, p_state int, p_starts int, p_demand float8[], p_gain float8[],
  p_at int[], p_x float8[], p_y float8[], p_tolerance float8, p_fee float8, p_search boolean,
  out power float8[], out cost float8, out bound float8, out fee float8)
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  try  record;
  low  float8; high float8;
begin
  fee := p_fee;
  for i in 1..9 loop
    exit when fee is null;
    try := ems.fn_plan_heat_pump(p_pump[1], p_pump[2], p_pump[3], p_pump[4], p_pump[5], p_pump[6], p_demand, p_gain, p_pump[7],
      p_run, p_pause, p_state, null, fee, p_at, p_x, p_y, p_tolerance, not p_search);
    bound := greatest(bound, try.bound - fee * coalesce(p_starts, 0));
    if p_starts is null or try.starts <= p_starts then
      if cost is null or try.cost < cost then power := try.power; cost := try.cost; end if;
      if fee = 0 or fee * (p_starts - try.starts) <= 0.1 * p_tolerance * cardinality(p_demand) then return; end if;
      high := fee;
    else
      low := fee;
    end if;
    if not p_search then return; end if;
    exit when p_starts <= 16 and (low > 0 and high < 1.5 * low or i > 4);
    fee := case when high is null then greatest(3 * fee, 0.3) when low is null then case when high < 0.1 then 0 else high / 3 end else (low + high) / 2 end;
  end loop;
  -- No fee gives just the starts there may be: count them.
  if power is null or p_starts <= 16 then
    try := ems.fn_plan_heat_pump(p_pump[1], p_pump[2], p_pump[3], p_pump[4], p_pump[5], p_pump[6], p_demand, p_gain, p_pump[7],
      p_run, p_pause, p_state, least(p_starts, 16), 0, p_at, p_x, p_y, p_tolerance, not p_search);
    fee := null;
    if p_starts <= 16 then bound := try.bound; end if;
    if cost is null or try.cost < cost then power := try.power; cost := try.cost; end if;
  end if;
end;
$$;
comment on function ems.fn_plan_pump(float8[], int, int, int, int, float8[], float8[], int[], float8[], float8[], float8, float8, boolean) is
  'fn_plan_heat_pump with at most p_starts starts (NULL: any number): a fee on each start, p_fee first and, where p_search, on between the last that gave too many and the first that did not; where no fee gives just p_starts, or p_fee is NULL, '
  'they are counted (up to 16), which takes longer. bound, not where p_search: no powers cost less (weak duality of the fee). fee: the last one, NULL where starts were counted. '
  'p_pump: store, least, most (kWh), retention, price of missing heat, worth of what is left, least and most power (kW).';
