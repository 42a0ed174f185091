create or replace function ems.fn_standing_charge(p_site_id text, p_day date, p_distribution ems.site_distribution[], p_contract ems.supply_contract[]) returns numeric
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  select round((
      coalesce((select sum(c.per_month / case when c.includes_vat then 1 + v.vat else 1 end) from unnest(p_contract) as c where c.validity @> p_day), 0)
      + coalesce((select sum(b.price_per_month * case when b.per_ampere then s.fuse_a::numeric else 1 end) from unnest(p_distribution) as d
        join ems.breaker_price as b on b.distributor = d.distributor and b.rate = d.rate and b.phases = s.phases and b.validity @> p_day and s.fuse_a::numeric > b.above_a and (b.up_to_a is null or s.fuse_a::numeric <= b.up_to_a)
        where d.validity @> p_day), 0)
      + coalesce((select sum(l.value) from ems.levy as l where l.country = s.country and l.unit = 'per_month' and l.validity @> p_day), 0)
    ) * (1 + v.vat) / extract(day from date_trunc('month', p_day::timestamp) + interval '1 month' - interval '1 day'), 6)
  from ems.site as s
  cross join lateral (select coalesce((select l.value from ems.levy as l where l.country = s.country and l.levy = 'vat' and l.validity @> p_day), 0) as vat) as v
  where s.site_id = p_site_id;
$$;
comment on function ems.fn_standing_charge(text, date, ems.site_distribution[], ems.supply_contract[]) is
  'What a local day costs before a kWh flows, site currency with VAT: a day''s share of the month''s fees of the contracts, the payment for the main breaker and the levies per month.';
