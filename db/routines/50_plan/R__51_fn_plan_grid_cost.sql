create or replace function ems.fn_plan_grid_cost(
  p_buy float8[], p_sell float8[], p_over float8, p_import_limit float8, p_export_limit float8,
  p_net float8[], p_curtailable float8[], p_from float8[], p_to float8[], p_pv_feeds_rise boolean,
  out at int[], out x float8[], out y float8[])
language plpgsql immutable parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  k    int := 0;
  buy  float8; sell float8; net float8; cut float8; lo float8; hi float8; xa float8; ya float8;
  g    float8; h float8; xb float8;
  kink float8[];
begin
  at := array[1]; x := '{}'; y := '{}';
  for t in 1..cardinality(p_buy) loop
    buy := p_buy[t]; sell := p_sell[t]; net := p_net[t]; lo := p_from[t]; hi := p_to[t];
    if buy >= 0 and sell >= 0 then
      -- More exchange always costs more: nothing is curtailed but what the export limit refuses. Slopes 0, sell, buy, buy + over.
      g := greatest(lo + net, -p_export_limit);
      xa := lo;
      ya := case when g < 0 then sell * g else buy * g + p_over * greatest(g - p_import_limit, 0) end;
      k := k + 1; x[k] := xa; y[k] := ya;
      if xa < hi and xa + net < -p_export_limit then
        xa := least(hi, -p_export_limit - net);
        k := k + 1; x[k] := xa; y[k] := ya;
      end if;
      if xa < hi and xa + net < 0 then
        xb := least(hi, -net); ya := ya + sell * (xb - xa); xa := xb;
        k := k + 1; x[k] := xa; y[k] := ya;
      end if;
      if xa < hi and xa + net < p_import_limit then
        xb := least(hi, p_import_limit - net); ya := ya + buy * (xb - xa); xa := xb;
        k := k + 1; x[k] := xa; y[k] := ya;
      end if;
      if xa < hi then
        k := k + 1; x[k] := hi; y[k] := ya + (buy + p_over) * (hi - xa);
      end if;
    else
      -- Every place where the cost may bend: limits, no exchange, all curtailed, and where importing starts to beat exporting.
      cut := p_curtailable[t];
      kink := array[0.0, -p_export_limit - net, -net, p_import_limit - net, -net - cut, p_import_limit - net - cut];
      if buy < 0 and sell > 0 then
        kink := kink || array[buy * cut / (sell - buy) - net, buy * p_import_limit / sell - net, buy * (net + cut) / sell - net,
          -sell * p_export_limit / buy - cut - net];
        if buy + p_over < 0 then
          kink := kink || array[((buy + p_over) * cut - p_over * p_import_limit) / (sell - buy - p_over) - net,
            (p_over * p_import_limit - sell * p_export_limit) / (buy + p_over) - cut - net];
        end if;
      end if;
      kink := array(select distinct u from unnest(kink || array[lo, hi]) as u where u between lo and hi order by u);
      foreach xa in array kink loop
        g := net + xa;                                    -- with nothing curtailed
        h := g + case when p_pv_feeds_rise then greatest(cut - greatest(xa, 0), 0) else cut end;  -- with all of it
        g := greatest(g, -p_export_limit); h := greatest(g, h);
        k := k + 1; x[k] := xa;
        y[k] := least(
          case when g < 0 then sell * g else buy * g + p_over * greatest(g - p_import_limit, 0) end,
          case when h < 0 then sell * h else buy * h + p_over * greatest(h - p_import_limit, 0) end,
          case when g <= 0 and h >= 0 then 0.0 end,
          case when g <= p_import_limit and h >= p_import_limit then buy * p_import_limit end);
      end loop;
    end if;
    at[t + 1] := k + 1;
  end loop;
end;
$$;
comment on function ems.fn_plan_grid_cost(float8[], float8[], float8, float8, float8, float8[], float8[], float8[], float8[], boolean) is
  'What x kW of flexible consumption (− production) cost in each slot, PV held back where that is cheaper: points p_at[t] to p_at[t+1]-1 of x, from p_from to p_to, and y, exact between them. Prices per kW and slot; p_net load minus PV; '
  'p_curtailable PV that may be held back; p_over on top for import above p_import_limit; export above p_export_limit does not happen. p_pv_feeds_rise: PV held back may not feed x > 0. Not convex where buy < sell or buy < 0.';
