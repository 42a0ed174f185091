create or replace function ems.fn_plan_curve_switch(p_curve float8[], p_least float8, p_most float8, p_slope float8)
returns float8[]
language sql immutable parallel safe security invoker
return case
  when p_least = 0 then ems.fn_plan_curve_conv(p_curve, array[0, 0, p_slope, p_most], -1e9, 1e9)
  else ems.fn_plan_curve_min(p_curve, ems.fn_plan_curve_conv(p_curve, array[p_least, p_slope * p_least, p_slope, p_most - p_least], -1e9, 1e9))
end;
comment on function ems.fn_plan_curve_switch(float8[], float8, float8, float8) is
  'A curve (fn_plan_curve_conv) after a device has had its say: off, or between p_least and p_most, kW, at p_slope a kW; whatever costs least. p_least 0: it needs no switching on.';
