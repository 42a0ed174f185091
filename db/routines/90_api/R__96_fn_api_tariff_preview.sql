create or replace function api.tariff_preview(p_site_id text, p_changes jsonb, p_day date default null)
returns table (starts_at timestamptz, buy_per_kwh numeric, sell_per_kwh numeric, changed_buy_per_kwh numeric, changed_sell_per_kwh numeric)
language plpgsql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  v_site ems.site;
  v_day date;
  v_from timestamptz;
  v_to timestamptz;
  v_distribution ems.site_distribution[] := array(select d from ems.site_distribution as d where d.site_id = p_site_id);
  v_contract ems.supply_contract[] := array(select c from ems.supply_contract as c where c.site_id = p_site_id);
begin
  select s.* into v_site from ems.site as s where s.site_id = p_site_id;
  if not found then
    raise exception 'no site %', p_site_id using errcode = 'SA404';
  end if;
  if p_changes - array['distribution', 'contract'] <> '{}' then
    raise exception 'changes: only a tariff changes a price' using errcode = 'SA400', detail = p_changes::text, hint = 'Known: distribution, contract.buy, contract.sell.';
  end if;
  perform ems.fn_what_if_changes(p_changes);
  v_day := coalesce(p_day, (now() at time zone v_site.time_zone)::date);
  select b.starts_at, b.ends_at into v_from, v_to from ems.fn_day_bounds(v_day, v_site.time_zone) as b;
  return query
  select a.starts_at, a.buy_per_kwh, a.sell_per_kwh, b.buy_per_kwh, b.sell_per_kwh
  from ems.fn_price_compose(p_site_id, v_from, v_to, now(), v_distribution, v_contract) as a
  full join ems.fn_price_compose(p_site_id, v_from, v_to, now(),
    array(select jsonb_populate_record(d, coalesce(p_changes -> 'distribution', '{}')) from unnest(v_distribution) as d),
    array(select jsonb_populate_record(c, coalesce(p_changes #> array['contract', c.direction], '{}')) from unnest(v_contract) as c)) as b on b.starts_at = a.starts_at
  order by a.starts_at;
end
$$;
comment on function api.tariff_preview(text, jsonb, date) is
  'A local day''s prices, slot by slot, as they are and with other columns of contract or distribution (p_changes as fn_what_if takes them: contract.buy, contract.sell, distribution). Writes nothing; p_day is today by default. '
  'SA400: a change that is not known; SA404: no such site.';
