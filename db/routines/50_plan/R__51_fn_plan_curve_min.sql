create or replace function ems.fn_plan_curve_min(p_one float8[], p_two float8[])
returns float8[]
language plpgsql immutable strict parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  n1 int := cardinality(p_one) / 2; n2 int := cardinality(p_two) / 2;
  i  int := 1; j int := 1;                          -- last points at or left of a
  i_of int := 0; j_of int := 0; share float8;      -- segments whose slopes are known; where the curves cross
  a  float8; b float8;                              -- the interval looked at
  pa float8; pb float8; ps float8;                  -- each curve at its ends, seen from inside, and its slope
  qa float8; qb float8; qs float8;
  inside1 boolean; inside2 boolean;
  lower  int; before int := 0;                      -- which curve is the lower one, here and before
  ox float8[] := '{}'; oy float8[] := '{}'; k int := 0;
begin
  if n1 = 0 then return p_two; elsif n2 = 0 then return p_one; end if;
  a := least(p_one[1], p_two[1]);
  loop
    while i < n1 and p_one[i + 1] <= a + 1e-10 loop i := i + 1; before := case when before = 1 then 0 else before end; end loop;
    while j < n2 and p_two[j + 1] <= a + 1e-10 loop j := j + 1; before := case when before = 2 then 0 else before end; end loop;
    inside1 := i < n1 and p_one[i] <= a + 1e-10;
    inside2 := j < n2 and p_two[j] <= a + 1e-10;
    b := 'infinity';
    if inside1 then b := p_one[i + 1]; elsif p_one[i] > a then b := p_one[i]; end if;
    if inside2 then b := least(b, p_two[j + 1]); elsif p_two[j] > a then b := least(b, p_two[j]); end if;
    exit when b = 'infinity';
    if inside1 then
      if i <> i_of then ps := (p_one[n1 + i + 1] - p_one[n1 + i]) / (p_one[i + 1] - p_one[i]); i_of := i; end if;
      pa := p_one[n1 + i] + ps * (a - p_one[i]); pb := p_one[n1 + i] + ps * (b - p_one[i]);
    end if;
    if inside2 then
      if j <> j_of then qs := (p_two[n2 + j + 1] - p_two[n2 + j]) / (p_two[j + 1] - p_two[j]); j_of := j; end if;
      qa := p_two[n2 + j] + qs * (a - p_two[j]); qb := p_two[n2 + j] + qs * (b - p_two[j]);
    end if;
    if inside1 and inside2 then
      lower := case when pa < qa or pa = qa and pb <= qb then 1 else 2 end;
      if lower = 1 and pb > qb or lower = 2 and qb > pb then  -- they cross
        if lower <> before then k := k + 1; ox[k] := a; oy[k] := least(pa, qa); end if;
        share := (pa - qa) / ((pa - qa) - (pb - qb));
        k := k + 1; ox[k] := a + share * (b - a); oy[k] := pa + share * (pb - pa);
        lower := 3 - lower; before := lower;
        k := k + 1;
      end if;
    elsif inside1 then lower := 1;
    elsif inside2 then lower := 2;
    else a := b; before := 0; continue;
    end if;
    if lower <> before then
      pa := case lower when 1 then pa else qa end;
      if k = 0 or ox[k] < a or abs(oy[k] - pa) > 1e-9 then k := k + 1; ox[k] := a; oy[k] := pa; end if;
      k := k + 1;
    end if;
    ox[k] := b; oy[k] := case lower when 1 then pb else qb end;
    before := lower;
    a := b;
  end loop;
  if k = 0 then return p_one; end if;
  return ox[1:k] || oy[1:k];
end;
$$;
comment on function ems.fn_plan_curve_min(float8[], float8[]) is
  'The lower envelope of two curves (x followed by y), over all places where either is defined.';
