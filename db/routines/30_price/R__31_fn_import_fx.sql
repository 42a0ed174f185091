create or replace function ems.fn_import_fx(
  p_base text[], p_quote text, p_valid_on date[], p_rate numeric[], p_source text, p_at timestamptz
) returns integer
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with news as (
    select n.base, n.valid_on, n.rate::numeric(18, 8) as rate from unnest(p_base, p_valid_on, p_rate) as n (base, valid_on, rate)
  ), ended as (
    update ems.fx_rate as f
    set superseded_at = greatest(p_at, f.known_at + interval '1 microsecond')
    from news as n
    where f.base = n.base and f.quote = p_quote and f.valid_on = n.valid_on and f.superseded_at = 'infinity' and f.rate <> n.rate
    returning f.base, f.valid_on, f.superseded_at
  ), written as (
    insert into ems.fx_rate (base, quote, valid_on, rate, source, known_at)
    select n.base, p_quote, n.valid_on, n.rate, p_source, coalesce(e.superseded_at, p_at)
    from news as n
    left join ended as e on e.base = n.base and e.valid_on = n.valid_on
    where e.base is not null or not exists (select from ems.fx_rate as f where f.base = n.base and f.quote = p_quote and f.valid_on = n.valid_on and f.superseded_at = 'infinity')
    returning 1
  )
  select count(*)::integer from written;
$$;
comment on function ems.fn_import_fx(text[], text, date[], numeric[], text, timestamptz) is
  'Takes fixings, quote per one unit of base. A changed one ends the old row; the same again changes nothing. Returns how many are new.';
