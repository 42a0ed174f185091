create or replace function ems.fn_contract_price(p_contract ems.supply_contract, p_spot numeric, p_vat numeric, p_local timestamp, p_country text)
returns numeric
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  -- The contract's own figures may hold VAT; the spot price never does.
  select case (p_contract).pricing
    when 'fixed' then (p_contract).price_per_kwh / c.gross
    when 'time_of_use' then case ems.fn_tariff_band((p_contract).window_code, p_local, p_country)
      when 'NT' then (p_contract).low_price_per_kwh else (p_contract).price_per_kwh end / c.gross
    when 'spot' then greatest((p_contract).lowest_per_kwh / c.gross, least((p_contract).highest_per_kwh / c.gross,
      p_spot * (p_contract).spot_factor
      + case when p_spot < 0 then coalesce((p_contract).negative_fee_per_kwh, (p_contract).fee_per_kwh) else (p_contract).fee_per_kwh end / c.gross))
  end
  from (select case when (p_contract).includes_vat then 1 + p_vat else 1 end as gross) as c
  where (p_contract).pricing <> 'spot' or p_spot is not null;
$$;
comment on function ems.fn_contract_price(ems.supply_contract, numeric, numeric, timestamp, text) is
  'Commodity with the supplier''s fee, site currency/kWh without VAT, at a spot price per kWh. NULL without a contract, or for a spot contract without a spot price.';
