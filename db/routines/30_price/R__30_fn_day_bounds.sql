create or replace function ems.fn_day_bounds(p_day date, p_time_zone text, out starts_at timestamptz, out ends_at timestamptz)
language sql immutable parallel safe strict security invoker
begin atomic
  select p_day::timestamp at time zone p_time_zone, (p_day + 1)::timestamp at time zone p_time_zone;
end;
comment on function ems.fn_day_bounds(date, text) is 'Start and end of a local day: 23, 24 or 25 hours apart.';
