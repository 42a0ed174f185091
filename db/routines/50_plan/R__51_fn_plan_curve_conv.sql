create or replace function ems.fn_plan_curve_conv(p_curve float8[], p_part float8[], p_lo float8, p_hi float8)
returns float8[]
language plpgsql immutable strict parallel safe security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
  n     int := cardinality(p_curve) / 2;
  m     int := cardinality(p_part) / 2 - 1;        -- segments of the part
  x     float8[] := p_curve[1:n];
  y     float8[] := p_curve[n + 1:2 * n];
  shift float8 := p_part[1];
  base  float8 := p_part[2];
  ox    float8[]; oy float8[]; k int;              -- the curve under construction
  qx    float8[]; qy float8[]; head int; tail int; -- minima ahead of the window's left end, rising
  tilt  float8 := 0; slope float8; len float8;
  xa float8; ya float8; xb float8; yb float8;      -- the curve's segment the window's right end moves over
  l  float8; yl float8; t float8;                  -- the window's left end, the minimum there, and where it goes next
  e  float8; ye float8; ul float8; ue float8;
  convex boolean := true;
  i int; j int;
begin
  slope := '-infinity';
  for i in 2..n loop
    if x[i] <= x[i - 1] then convex := false; exit; end if;
    len := (y[i] - y[i - 1]) / (x[i] - x[i - 1]);
    if len < slope then convex := false; exit; end if;
    slope := len;
  end loop;

  if convex then
    -- Slopes of two convex functions merge in order. The left end is where the part is used whole.
    l := x[1]; yl := y[1];
    for j in 1..m loop l := l - p_part[2 * j + 2]; yl := yl + p_part[2 * j + 1] * p_part[2 * j + 2]; end loop;
    ox := array[l]; oy := array[yl]; k := 1; i := 2; j := m;
    if i <= n then slope := (y[2] - y[1]) / (x[2] - x[1]); end if;
    loop
      if i <= n and (j < 1 or slope <= -p_part[2 * j + 1]) then
        l := l + (x[i] - x[i - 1]); yl := yl + (y[i] - y[i - 1]); i := i + 1;
        if i <= n then slope := (y[i] - y[i - 1]) / (x[i] - x[i - 1]); end if;
      elsif j >= 1 then
        l := l + p_part[2 * j + 2]; yl := yl - p_part[2 * j + 1] * p_part[2 * j + 2]; j := j - 1;
      else
        exit;
      end if;
      k := k + 1; ox[k] := l; oy[k] := yl;
    end loop;
  else
    -- One segment of slope p and length len is an erosion: the least of y + p x over the window [l, l + len].
    for j in 1..m loop
      slope := p_part[2 * j + 1] - tilt; len := p_part[2 * j + 2];
      continue when len <= 1e-11;
      tilt := p_part[2 * j + 1];
      xa := x[1]; ya := y[1] + slope * xa; l := xa - len; yl := ya;
      ox := array[l]; oy := array[yl]; k := 1;
      qx := array[xa]; qy := array[ya]; head := 1; tail := 1;
      for i in 2..n loop
        xb := x[i]; yb := y[i] + slope * xb; t := xb - len;
        if yb >= ya then
          tail := tail + 1; qx[tail] := xb; qy[tail] := yb;
          while qx[head] <= t loop
            l := qx[head]; yl := qy[head]; head := head + 1;
            k := k + 1; ox[k] := l; oy[k] := yl;
          end loop;
          if l < t then yl := yl + (qy[head] - yl) * (t - l) / (qx[head] - l); l := t; end if;
        else
          loop
            if qx[head] <= t then e := qx[head]; ye := qy[head];
            else e := t; ye := yl + (qy[head] - yl) * (t - l) / (qx[head] - l); end if;
            ue := case when xb > xa then yb + (ya - yb) * (t - e) / (xb - xa) else yb end;
            if ye > ue or (head = tail and e < t) then  -- the falling right end takes over
              ul := case when xb > xa then yb + (ya - yb) * (t - l) / (xb - xa) else yb end;
              if yl > ul then k := k + 1; ox[k] := l; oy[k] := yl; end if;
              ye := case when yl >= ul then 0 when ye <= ue then 1 else (ul - yl) / ((ul - yl) + (ye - ue)) end;
              k := k + 1; ox[k] := l + ye * (e - l); oy[k] := ul + ye * (ue - ul);
              k := k + 1; ox[k] := t; oy[k] := yb;
              l := t; yl := yb;
              head := 1; tail := 1; qx[1] := xb; qy[1] := yb;
              exit;
            elsif qx[head] > t then                -- minima above the new low are out of reach
              l := t; yl := ye; e := l; ye := yl;
              while tail >= head and qy[tail] > yb loop
                e := qx[tail]; ye := qy[tail]; tail := tail - 1;
              end loop;
              if tail >= head then ul := qx[tail]; ue := qy[tail]; else ul := l; ue := yl; end if;
              if ye > yb then
                tail := tail + 1; qx[tail] := ul + (e - ul) * (yb - ue) / (ye - ue); qy[tail] := yb;
              end if;
              tail := tail + 1; qx[tail] := xb; qy[tail] := yb;
              exit;
            end if;
            l := e; yl := ye; head := head + 1;
            k := k + 1; ox[k] := l; oy[k] := yl;
          end loop;
        end if;
        xa := xb; ya := yb;
      end loop;
      while head <= tail loop
        k := k + 1; ox[k] := qx[head]; oy[k] := qy[head]; head := head + 1;
      end loop;
      x := ox; y := oy; n := k;
    end loop;
    ox := x; oy := y; k := n;
  end if;

  -- Cut to [p_lo, p_hi] and put the tilt, the shift and the base back.
  t := p_lo + shift; e := p_hi + shift;
  if ox[1] > e + 1e-9 or ox[k] < t - 1e-9 then return '{}'; end if;
  i := 1;
  while i < k and ox[i + 1] <= t loop i := i + 1; end loop;
  if ox[i] < t and i < k then
    oy[i] := oy[i + 1] + (oy[i] - oy[i + 1]) * (ox[i + 1] - t) / (ox[i + 1] - ox[i]); ox[i] := t;
  end if;
  while i < k and ox[k - 1] >= e loop k := k - 1; end loop;
  if ox[k] > e and i < k then
    oy[k] := oy[k - 1] + (oy[k] - oy[k - 1]) * (e - ox[k - 1]) / (ox[k] - ox[k - 1]); ox[k] := e;
  end if;
  if tilt = 0 and shift = 0 and base = 0 then return ox[i:k] || oy[i:k]; end if;
  for j in i..k loop oy[j] := oy[j] + base - tilt * ox[j]; ox[j] := ox[j] - shift; end loop;
  return ox[i:k] || oy[i:k];
end;
$$;
comment on function ems.fn_plan_curve_conv(float8[], float8[], float8, float8) is
  'One step of dynamic programming, exact: z in [p_lo, p_hi] -> the least of part(d) + curve(z + d). A curve is its x (rising, equal x: a jump) followed by its y; a part is convex: first d, cost there, then slope and length of each '
  'segment. Slopes of two convex functions merge in order (Minkowski sum); of a curve that is not convex each segment takes a sliding-window minimum. Empty where no z is reached.';
