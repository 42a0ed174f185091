create or replace function ems.fn_what_if_changes(p_changes jsonb) returns void
language plpgsql immutable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
declare
  v_battery constant text := '{"capacity_wh": "number", "soc_min_pct": "number", "soc_max_pct": "number", "charge_limit_w": "number", "discharge_limit_w": "number", "charge_efficiency": "number",
    "discharge_efficiency": "number", "wear_per_kwh": "number", "grid_charge": "boolean", "grid_discharge": "boolean"}';
  v_contract constant text := '{"supplier": "string", "pricing": "string", "price_per_kwh": "number", "low_price_per_kwh": "number", "window_code": "string", "spot_factor": "number", "fee_per_kwh": "number",
    "negative_fee_per_kwh": "number", "lowest_per_kwh": "number", "highest_per_kwh": "number", "includes_vat": "boolean", "settlement_minutes": "number", "per_month": "number"}';
  v_known constant jsonb := jsonb_build_object('battery', v_battery::jsonb, 'distribution', '{"distributor": "string", "rate": "string", "window_code": "string"}'::jsonb,
    'contract', jsonb_build_object('buy', v_contract::jsonb, 'sell', v_contract::jsonb), 'pv_scale', 'number', 'ev', 'boolean');
  v_bad record;
begin
  if jsonb_typeof(p_changes) is distinct from 'object' then
    raise exception 'changes are no object' using errcode = 'SA400', detail = 'changes', hint = 'A JSON object such as {"battery": {"capacity_wh": 30000}}.';
  end if;
  with recursive given as (
    select g.key as path, g.value, v_known -> g.key as known from jsonb_each(p_changes) as g
    union all
    select o.path || '.' || c.key, c.value, o.known -> c.key
    from given as o cross join lateral jsonb_each(case when jsonb_typeof(o.value) = 'object' and jsonb_typeof(o.known) = 'object' then o.value else '{}' end) as c
  )
  select g.path, g.known, jsonb_typeof(g.value) as type into v_bad
  from given as g
  where g.known is null
    or jsonb_typeof(g.value) <> case jsonb_typeof(g.known) when 'object' then 'object' else g.known #>> '{}' end
      -- a battery may go, what a contract may lack may be nothing
      and not (g.path = 'battery' and g.value = 'false') and not (g.value = 'null' and (g.path like 'contract.%.%' or g.path = 'distribution.window_code'))
    or g.path in ('pv_scale', 'battery.capacity_wh', 'battery.charge_limit_w', 'battery.discharge_limit_w', 'battery.wear_per_kwh') and g.value < '0'
    or g.path like 'contract.%.pricing' and g.value #>> '{}' not in ('spot', 'fixed', 'time_of_use')
  order by g.path limit 1;
  if found then
    raise exception 'changes: % %', v_bad.path, case when v_bad.known is null then 'is not known' else 'cannot be that' end
      using errcode = 'SA400', detail = v_bad.path, hint = case when v_bad.known is null then 'Known: battery, distribution, contract.buy, contract.sell with the columns of their tables; pv_scale; ev.'
        when v_bad.path like '%.pricing' then 'spot, fixed or time_of_use.'
        else format('It takes %s, 0 or more where it is an amount.', case jsonb_typeof(v_bad.known) when 'object' then 'an object' else 'a ' || (v_bad.known #>> '{}') end) end;
  end if;
end
$$;
comment on function ems.fn_what_if_changes(jsonb) is 'Refuses changes fn_what_if does not understand: SA400, DETAIL the key, HINT what it should be.';
