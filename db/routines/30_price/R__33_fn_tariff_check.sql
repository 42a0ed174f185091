create or replace function ems.fn_tariff_check(p_site_id text, p_at timestamptz) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_missing text;
begin
  with day as (
    select s.country, (p_at at time zone s.time_zone)::date + 30 as day from ems.site as s where s.site_id = p_site_id
  ), ends as (
    select 'the site''s distribution rate' as what, max(upper(d.validity)) as day, y.day as at
    from day as y join ems.site_distribution as d on d.site_id = p_site_id and lower(d.validity) <= y.day
    group by y.day having not bool_or(d.validity @> y.day)
    union all
    select format('prices of %s %s', d.distributor, d.rate), max(upper(p.validity)), y.day
    from day as y join ems.site_distribution as d on d.site_id = p_site_id and d.validity @> y.day
    left join ems.distribution_price as p on p.distributor = d.distributor and p.rate = d.rate
    group by d.distributor, d.rate, y.day having not coalesce(bool_or(p.validity @> y.day), false)
    union all
    select format('the levy %s of %s', l.levy, l.country), max(upper(l.validity)), y.day
    from day as y join ems.levy as l on l.country = y.country and lower(l.validity) <= y.day
    group by l.country, l.levy, y.day having not bool_or(l.validity @> y.day)
    union all
    select format('the contract to %s', c.direction), max(upper(c.validity)), y.day
    from day as y join ems.supply_contract as c on c.site_id = p_site_id and lower(c.validity) <= y.day
    group by c.direction, y.day having not bool_or(c.validity @> y.day)
  )
  select string_agg(concat(e.what, ' until ' || (e.day - 1)), ', ' order by e.day, e.what) into v_missing from ends as e;
  if v_missing is null then
    perform ems.fn_alert_resolve(p_site_id, 'tariff_ending', '', p_at, 'the rates of the next 30 days are known');
  else
    perform ems.fn_alert_raise(p_site_id, 'tariff_ending', '', 'Known only: ' || v_missing, p_at);
  end if;
  return v_missing;
end
$$;
comment on function ems.fn_tariff_check(text, timestamptz) is
  'Whether everything a price of the site is put together from is known for the next 30 days; what is not, with its last day, is said by the alert tariff_ending. NULL: all is known.';
