create or replace function ems.fn_tariff_band(p_window_code text, p_local timestamp, p_country text) returns text
language sql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  select coalesce((
    select w.band
    from ems.tariff_window as w
    cross join lateral (select
      extract(isodow from p_local) >= 6 or exists (select from ems.holiday as h where h.country = p_country and h.day = p_local::date) as off) as d
    where w.window_code = p_window_code
      and extract(month from p_local) between w.month_from and w.month_to
      and p_local::time >= w.starts and p_local::time < w.ends
      and (w.day_class = 'all' or w.day_class = case when d.off then 'offday' else 'workday' end or w.day_class = trim(to_char(p_local, 'day')))
    order by case w.day_class when 'all' then 3 when 'workday' then 2 when 'offday' then 2 else 1 end
    limit 1), 'VT');
$$;
comment on function ems.fn_tariff_band(text, timestamp, text) is
  'Band of a table of windows at a local wall-clock time: a named weekday wins over workday and offday, these over all; VT outside every window or without a table.';
