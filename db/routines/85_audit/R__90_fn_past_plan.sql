create or replace function ems.fn_past_plan(p_problem jsonb, p_keep integer, out slot_cost double precision[], out soc_wh double precision[])
language sql immutable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  select array_agg(
      (s.grid_w * case when s.grid_w > 0 then (p_problem -> 'buy_price' ->> s.slot)::double precision else (p_problem -> 'sell_price' ->> s.slot)::double precision end * k.hours
        + k.wear * abs(s.soc_wh - s.before_wh)) / 1000 order by s.slot),
    array_agg(s.soc_wh order by s.slot)
  from (select (p_problem ->> 'slot_minutes')::double precision / 60 as hours, coalesce((p_problem #>> '{battery,wear_per_kwh}')::double precision, 0) as wear,
    coalesce((p_problem #>> '{battery,soc_wh}')::double precision, 0) as soc_wh) as k
  cross join lateral (
    select r.slot, r.grid_w, r.soc_wh, lag(r.soc_wh, 1, k.soc_wh) over (order by r.slot) as before_wh
    from jsonb_to_recordset(ems.fn_solve_plan(p_problem) -> 'slots') as r (slot integer, grid_w double precision, soc_wh double precision)
  ) as s
  where s.slot < p_keep;
$$;
comment on function ems.fn_past_plan(jsonb, integer) is
  'The best plan of a problem, carried out to the letter for its first p_keep slots: what each costs with wear, currency, and what the battery holds at its end, Wh. For a past that is known.';
