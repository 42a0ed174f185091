create or replace function ems.fn_plan_curve_thin(p_curve float8[], p_base float8, p_lo float8, p_hi float8, p_tolerance float8, p_step float8)
returns float8[]
language plpgsql immutable strict parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  n  int := cardinality(p_curve) / 2;
  ox float8[] := '{}'; oy float8[] := '{}'; k int := 0;
  xa float8; ya float8; xb float8; yb float8; s float8;
  least_slope float8; most_slope float8;           -- slopes of chords from the last kept point that miss no dropped point by more
begin
  xa := p_curve[1]; ya := p_curve[n + 1] + p_base;
  if xa > p_hi + 1e-9 or p_curve[n] < p_lo - 1e-9 then return '{}'; end if;
  for i in 2..n loop
    xb := p_curve[i]; yb := p_curve[n + i] + p_base;
    if xb >= p_lo and xa <= p_hi then
      if xa < p_lo and xb > xa then ya := yb + (ya - yb) * (xb - p_lo) / (xb - xa); xa := p_lo; end if;
      if xb > p_hi and xb > xa then yb := ya + (yb - ya) * (p_hi - xa) / (xb - xa); xb := p_hi; end if;
      if k = 0 then k := 1; ox[1] := xa; oy[1] := ya; end if;
      s := (yb - oy[k]) / nullif(xb - ox[k], 0);
      if k >= 3 and xb - ox[k - 1] < p_step then           -- a cluster keeps its first and its last point
        ox[k] := xb; oy[k] := yb;
      elsif k >= 2 and xb > ox[k] and ox[k] > ox[k - 1]
        and (yb - oy[k - 1]) / (xb - ox[k - 1]) between least_slope and most_slope then
        ox[k] := xb; oy[k] := yb;
        s := (yb - oy[k - 1]) / (xb - ox[k - 1]);
        least_slope := greatest(least_slope, s - p_tolerance / (xb - ox[k - 1]));
        most_slope := least(most_slope, s + p_tolerance / (xb - ox[k - 1]));
      elsif xb > ox[k] or yb <> oy[k] then
        if xb > ox[k] then
          least_slope := s - p_tolerance / (xb - ox[k]); most_slope := s + p_tolerance / (xb - ox[k]);
        end if;
        k := k + 1; ox[k] := xb; oy[k] := yb;
      end if;
    end if;
    xa := p_curve[i]; ya := p_curve[n + i] + p_base;
  end loop;
  if k = 0 then return array[least(greatest(xa, p_lo), p_hi), ya]; end if;
  return ox[1:k] || oy[1:k];
end;
$$;
comment on function ems.fn_plan_curve_thin(float8[], float8, float8, float8, float8, float8) is
  'A curve (x followed by y) plus p_base, cut to [p_lo, p_hi], without points that a straight line misses by at most p_tolerance; of points nearer to each other than p_step only the first and the last stay.';
