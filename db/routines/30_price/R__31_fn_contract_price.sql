create or replace function ems.fn_contract_price(p_contract ems.supply_contract, p_spot numeric, p_vat numeric, p_band text)
returns numeric
language sql immutable parallel safe security invoker
-- The contract's own figures may hold VAT; the spot price never does. One expression, so that it is inlined into the queries that use it.
return case (p_contract).pricing
  when 'fixed' then (p_contract).price_per_kwh / case when (p_contract).includes_vat then 1 + p_vat else 1 end
  when 'time_of_use' then case p_band when 'NT' then (p_contract).low_price_per_kwh else (p_contract).price_per_kwh end
    / case when (p_contract).includes_vat then 1 + p_vat else 1 end
  when 'spot' then case when p_spot is not null then
    greatest((p_contract).lowest_per_kwh / case when (p_contract).includes_vat then 1 + p_vat else 1 end,
      least((p_contract).highest_per_kwh / case when (p_contract).includes_vat then 1 + p_vat else 1 end,
        p_spot * (p_contract).spot_factor
        + case when p_spot < 0 then coalesce((p_contract).negative_fee_per_kwh, (p_contract).fee_per_kwh) else (p_contract).fee_per_kwh end
          / case when (p_contract).includes_vat then 1 + p_vat else 1 end)) end
end;
comment on function ems.fn_contract_price(ems.supply_contract, numeric, numeric, text) is
  'Commodity with the supplier''s fee, site currency/kWh without VAT, at a spot price per kWh and, for time-of-use prices, in a band of the contract''s own windows. NULL without a contract, or for a spot contract without a spot price.';
