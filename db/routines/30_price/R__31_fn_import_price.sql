create or replace function ems.fn_import_price(
  p_market_code text, p_source text, p_day date, p_starts_at timestamptz[], p_ends_at timestamptz[], p_price_per_mwh numeric[],
  p_problem text[], p_body text, p_at timestamptz,
  out document_id bigint, out status text, out reason text, out changed integer
)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_market ems.market;
  v_rank smallint;
  v_bounds record;
  v_minutes integer;
  v_count integer := cardinality(p_starts_at);
  v_sha bytea := sha256(convert_to(p_body, 'UTF8'));
begin
  changed := 0;
  select m.* into v_market from ems.market as m where m.market_code = p_market_code;
  select s.rank into v_rank from ems.price_source as s where s.market_code = p_market_code and s.source = p_source;
  if v_rank is null then
    raise exception 'source % is not in the chain of market %', p_source, p_market_code using errcode = 'SA422', constraint = 'price_source_chain';
  end if;
  v_bounds := ems.fn_day_bounds(p_day, v_market.time_zone);
  v_minutes := case when p_day < v_market.slot_since then 60 else v_market.slot_minutes end;
  -- Two imports of one day, one after the other.
  perform pg_advisory_xact_lock(hashtextextended('ems.price ' || p_market_code || p_day, 0));

  -- What is not exactly one local day in the market's products is kept and goes no further.
  reason := case
    when cardinality(p_problem) > 0 then array_to_string(p_problem, '; ')
    when v_count <> cardinality(p_ends_at) or v_count <> cardinality(p_price_per_mwh) then 'the arrays differ in length'
    when v_count = 0 then 'no prices'
    when exists (select from unnest(p_price_per_mwh) as p where p is null) then 'a price is missing'
    when exists (select from unnest(p_starts_at, p_ends_at) as s (starts_at, ends_at)
      where s.starts_at is null or s.ends_at is distinct from s.starts_at + make_interval(mins => v_minutes))
      then format('a product is not %s minutes long', v_minutes)
    when v_count <> extract(epoch from v_bounds.ends_at - v_bounds.starts_at) / 60 / v_minutes
      then format('%s prices where the day has %s', v_count, (extract(epoch from v_bounds.ends_at - v_bounds.starts_at) / 60 / v_minutes)::integer)
    when (select count(distinct s) from unnest(p_starts_at) as s where s >= v_bounds.starts_at and s < v_bounds.ends_at) <> v_count
      then 'products repeat or lie outside the day'
    else (select format('%s at %s is outside %s to %s', p.price, p.starts_at at time zone v_market.time_zone, v_market.lowest_per_mwh, v_market.highest_per_mwh)
      from unnest(p_starts_at, p_price_per_mwh) as p (starts_at, price)
      where p.price not between v_market.lowest_per_mwh and v_market.highest_per_mwh order by p.starts_at limit 1)
  end;

  if reason is null then
    if exists (
      select from ems.market_interval_price as p
      join ems.price_source as s on s.market_code = p.market_code and s.source = p.source
      where p.market_code = p_market_code and p.superseded_at = 'infinity'
        and p.starts_at >= v_bounds.starts_at and p.starts_at < v_bounds.ends_at and s.rank < v_rank)
    then
      status := 'outranked';
    else
      with news as (
        select n.starts_at, n.ends_at, n.price::numeric(12, 5) as price from unnest(p_starts_at, p_ends_at, p_price_per_mwh) as n (starts_at, ends_at, price)
      ), ended as (
        update ems.market_interval_price as p
        set superseded_at = greatest(p_at, p.known_at + interval '1 microsecond')
        where p.market_code = p_market_code and p.superseded_at = 'infinity' and p.starts_at >= v_bounds.starts_at and p.starts_at < v_bounds.ends_at
          and not exists (select from news as n where n.starts_at = p.starts_at and n.ends_at = p.ends_at and n.price = p.price_per_mwh)
        returning 1
      )
      select (select count(*) from ended) into changed;
      status := case when exists (
        select from unnest(p_starts_at) as n (starts_at)
        where not exists (select from ems.market_interval_price as p where p.market_code = p_market_code and p.superseded_at = 'infinity' and p.starts_at = n.starts_at)
      ) then 'accepted' else 'unchanged' end;
    end if;
  else
    status := 'quarantined';
  end if;

  insert into ems.price_document as d (market_code, source, delivery_day, fetched_at, status, reason, slots, body, body_sha256)
  values (p_market_code, p_source, p_day, p_at, status, reason, v_count, p_body, v_sha)
  on conflict (market_code, source, delivery_day, body_sha256) do update
    set status = case when d.status = 'accepted' then d.status else excluded.status end, reason = case when d.status = 'accepted' then d.reason else excluded.reason end
  returning d.document_id into document_id;

  if status = 'accepted' then
    insert into ems.market_interval_price (market_code, starts_at, ends_at, price_per_mwh, source, document_id, known_at)
    select p_market_code, n.starts_at, n.ends_at, n.price, p_source, fn_import_price.document_id,
      greatest(p_at, (select max(o.superseded_at) from ems.market_interval_price as o
        where o.market_code = p_market_code and o.starts_at = n.starts_at and o.superseded_at < 'infinity'))
    from unnest(p_starts_at, p_ends_at, p_price_per_mwh) as n (starts_at, ends_at, price)
    where not exists (select from ems.market_interval_price as p
      where p.market_code = p_market_code and p.superseded_at = 'infinity' and p.starts_at = n.starts_at);
    get diagnostics changed = row_count;
    perform pg_notify('ems_event', json_build_object('kind', 'price', 'market', p_market_code, 'day', p_day)::text);
  end if;

  perform case when status = 'quarantined'
    then ems.fn_alert_raise(s.site_id, 'price_quarantined', p_source || ' ' || p_day, format('%s, %s: %s', p_source, p_day, reason), p_at, jsonb_build_object('document_id', document_id))
    else ems.fn_alert_resolve(s.site_id, 'price_quarantined', p_source || ' ' || p_day, p_at, 'a good document came') end
  from ems.site as s where s.market_code = p_market_code;
end
$$;
comment on function ems.fn_import_price(text, text, date, timestamptz[], timestamptz[], numeric[], text[], text, timestamptz) is
  'Takes one source''s document of one delivery day, currency/MWh. accepted: changed slots were ended and written anew; unchanged; outranked: a better source''s prices stay; '
  'quarantined: kept as it is, alert raised, nothing imported (reason says why). p_problem: what the parser found odd. SA422: the source is not in the market''s chain.';
