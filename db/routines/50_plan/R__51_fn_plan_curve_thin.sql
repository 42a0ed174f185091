create or replace function ems.fn_plan_curve_thin(p_curve float8[], p_base float8, p_lo float8, p_hi float8, p_tolerance float8, p_above float8)
returns float8[]
language plpgsql immutable strict parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  n  int := cardinality(p_curve) / 2;
  ox float8[] := '{}'; oy float8[] := '{}'; k int := 0;
  xa float8; ya float8; xb float8; yb float8; len float8;
  xs float8; ys float8; xe float8; ye float8;          -- the line under way: from a kept point to the last one it stands for
  least_slope float8; most_slope float8;               -- slopes that miss none of its points by more
begin
  xa := p_curve[1]; ya := p_curve[n + 1] + p_base;
  if xa > p_hi + 1e-9 or p_curve[n] < p_lo - 1e-9 then return '{}'; end if;
  for i in 2..n loop
    xb := p_curve[i]; yb := p_curve[n + i] + p_base;
    if xb >= p_lo and xa <= p_hi then
      if xb > p_hi or k = 0 then                            -- only the first and the last line are cut
        if xa < p_lo and xb > xa then ya := yb + (ya - yb) * (xb - p_lo) / (xb - xa); xa := p_lo; end if;
        if xb > p_hi and xb > xa then yb := ya + (yb - ya) * (p_hi - xa) / (xb - xa); xb := p_hi; end if;
      end if;
      if k = 0 then
        k := 1; ox[1] := xa; oy[1] := ya; xs := xa; ys := ya; xe := xa; least_slope := '-infinity'; most_slope := 'infinity';
      end if;
      len := xb - xs;
      if len < 1e-11 then
        if ys - yb > p_above or yb - ys > p_tolerance then              -- a jump where the line starts
          k := k + 1; ox[k] := xb; oy[k] := yb; xs := xb; ys := yb; xe := xb; least_slope := '-infinity'; most_slope := 'infinity';
        end if;
      elsif xe > xs and (yb - p_tolerance - ys > most_slope * len or yb + p_above - ys < least_slope * len) then
        len := xe - xs; ys := greatest(ys + least_slope * len, least(ys + most_slope * len, ye));
        k := k + 1; ox[k] := xe; oy[k] := ys; xs := xe; least_slope := '-infinity'; most_slope := 'infinity';
        len := xb - xs;
        if len < 1e-11 then
          if ys - yb > p_above or yb - ys > p_tolerance then k := k + 1; ox[k] := xb; oy[k] := yb; xs := xb; ys := yb; end if;
          xe := xs;
        else
          least_slope := (yb - p_tolerance - ys) / len; most_slope := (yb + p_above - ys) / len; xe := xb; ye := yb;
        end if;
      else
        least_slope := greatest(least_slope, (yb - p_tolerance - ys) / len); most_slope := least(most_slope, (yb + p_above - ys) / len); xe := xb; ye := yb;
      end if;
    end if;
    xa := xb; ya := yb;
    exit when xa >= p_hi and p_curve[i] > p_hi;
  end loop;
  if k = 0 then return array[least(greatest(xa, p_lo), p_hi), ya]; end if;
  if xe > xs then
    len := xe - xs;
    k := k + 1; ox[k] := xe; oy[k] := greatest(ys + least_slope * len, least(ys + most_slope * len, ye));
  end if;
  return ox[1:k] || oy[1:k];
end;
$$;
comment on function ems.fn_plan_curve_thin(float8[], float8, float8, float8, float8, float8) is
  'A curve (x followed by y) plus p_base, cut to [p_lo, p_hi], with as few points as lines need that run at most p_tolerance below and p_above above it; jumps higher than that stay.';
