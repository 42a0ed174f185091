create or replace function ems.fn_plan_curve_min(p_one float8[], p_two float8[])
returns float8[]
language plpgsql immutable strict parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  n1 int := cardinality(p_one) / 2; n2 int := cardinality(p_two) / 2;
  i  int := 1; j int := 1;                          -- last points at or left of a
  a  float8; b float8;                              -- the interval looked at
  xa float8; xb float8;                             -- where the curves' segments end
  pa float8; pb float8; ps float8;                  -- each curve at the interval's ends, seen from inside, and its slope
  qa float8; qb float8; qs float8;
  inside1 boolean; inside2 boolean; share float8;
  lower  int; before int := 0;                      -- which curve is the lower one, here and before
  ox float8[] := '{}'; oy float8[] := '{}'; k int := 0;
begin
  if n1 = 0 then return p_two; elsif n2 = 0 then return p_one; end if;
  a := least(p_one[1], p_two[1]);
  loop
    while i < n1 and p_one[i + 1] <= a + 1e-10 loop i := i + 1; if before = 1 then before := 0; end if; end loop;
    while j < n2 and p_two[j + 1] <= a + 1e-10 loop j := j + 1; if before = 2 then before := 0; end if; end loop;
    inside1 := i < n1 and p_one[i] <= a + 1e-10;
    inside2 := j < n2 and p_two[j] <= a + 1e-10;
    if inside1 then
      xa := p_one[i + 1]; ps := (p_one[n1 + i + 1] - p_one[n1 + i]) / (xa - p_one[i]);
      pa := p_one[n1 + i] + ps * (a - p_one[i]);
    else
      xa := case when p_one[i] > a then p_one[i] else 'infinity' end;
    end if;
    if inside2 then
      xb := p_two[j + 1]; qs := (p_two[n2 + j + 1] - p_two[n2 + j]) / (xb - p_two[j]);
      qa := p_two[n2 + j] + qs * (a - p_two[j]);
    else
      xb := case when p_two[j] > a then p_two[j] else 'infinity' end;
    end if;
    if inside1 and inside2 then
      -- as long as both go on, point by point
      loop
        b := least(xa, xb); pb := pa + ps * (b - a); qb := qa + qs * (b - a);
        lower := case when pa < qa or pa = qa and pb <= qb then 1 else 2 end;
        if lower = 1 and pb > qb or lower = 2 and qb > pb then  -- they cross
          if lower <> before then k := k + 1; ox[k] := a; oy[k] := least(pa, qa); end if;
          share := (pa - qa) / ((pa - qa) - (pb - qb));
          k := k + 1; ox[k] := a + share * (b - a); oy[k] := pa + share * (pb - pa);
          lower := 3 - lower;
          k := k + 1;
        elsif lower <> before then
          pa := least(pa, qa);
          if k = 0 or ox[k] < a or abs(oy[k] - pa) > 1e-9 then k := k + 1; ox[k] := a; oy[k] := pa; end if;
          k := k + 1;
        end if;
        ox[k] := b; oy[k] := least(pb, qb);
        before := lower; a := b;
        if xa <= xb then
          i := i + 1; before := case when before = 1 then 0 else before end;
          exit when i = n1 or xb - b <= 1e-10 or p_one[i + 1] - b <= 1e-10;
          xa := p_one[i + 1]; pa := p_one[n1 + i]; ps := (p_one[n1 + i + 1] - pa) / (xa - b); qa := qb;
        else
          j := j + 1; before := case when before = 2 then 0 else before end;
          exit when j = n2 or xa - b <= 1e-10 or p_two[j + 1] - b <= 1e-10;
          xb := p_two[j + 1]; qa := p_two[n2 + j]; qs := (p_two[n2 + j + 1] - qa) / (xb - b); pa := pb;
        end if;
      end loop;
      continue;
    end if;
    b := least(xa, xb);
    exit when b = 'infinity';
    if inside1 then lower := 1;
    elsif inside2 then lower := 2; pa := qa; ps := qs;
    else a := b; before := 0; continue;
    end if;
    if lower <> before then
      if k = 0 or ox[k] < a or abs(oy[k] - pa) > 1e-9 then k := k + 1; ox[k] := a; oy[k] := pa; end if;
      k := k + 1;
    end if;
    ox[k] := b; oy[k] := pa + ps * (b - a);
    before := lower; a := b;
  end loop;
  if k = 0 then return p_one; end if;
  return ox[1:k] || oy[1:k];
end;
$$;
comment on function ems.fn_plan_curve_min(float8[], float8[]) is
  'The lower envelope of two curves (x followed by y), over all places where either is defined.';
