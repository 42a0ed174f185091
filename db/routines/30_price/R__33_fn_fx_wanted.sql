create or replace function ems.fn_fx_wanted(p_site_id text, p_at timestamptz)
returns table (base text, quote text, day date)
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
  select m.currency, s.currency, (p_at at time zone s.time_zone)::date
  from ems.site as s join ems.market as m on m.market_code = s.market_code
  where s.site_id = p_site_id and m.currency <> s.currency;
$$;
comment on function ems.fn_fx_wanted(text, timestamptz) is 'The exchange rate a site needs, base in quote, and the day to ask for; no row where market and house share a currency.';
