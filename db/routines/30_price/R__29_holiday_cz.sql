-- Public holidays of the Czech Republic (act 245/2000), 2015 to 2045. Easter by the anonymous Gregorian algorithm (Meeus).
with year as (
  select y from generate_series(2015, 2045) as y
), easter as (
  select y, make_date(y, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1) as sunday
  from year
  cross join lateral (select y % 19 as a, y / 100 as b, y % 100 as c) as s1
  cross join lateral (select b / 4 as d, b % 4 as e, (b + 8) / 25 as f) as s2
  cross join lateral (select (b - f + 1) / 3 as g) as s3
  cross join lateral (select (19 * a + b - d - g + 15) % 30 as h, c / 4 as i, c % 4 as k) as s4
  cross join lateral (select (32 + 2 * e + 2 * i - h - k) % 7 as l) as s5
  cross join lateral (select (a + 11 * h + 22 * l) / 451 as m) as s6
)
insert into ems.holiday (country, day, name)
select 'CZ', make_date(y, month, day), name
from year cross join (values
  (1, 1, 'Den obnovy samostatného českého státu'), (5, 1, 'Svátek práce'), (5, 8, 'Den vítězství'), (7, 5, 'Den slovanských věrozvěstů Cyrila a Metoděje'),
  (7, 6, 'Den upálení mistra Jana Husa'), (9, 28, 'Den české státnosti'), (10, 28, 'Den vzniku samostatného československého státu'),
  (11, 17, 'Den boje za svobodu a demokracii'), (12, 24, 'Štědrý den'), (12, 25, '1. svátek vánoční'), (12, 26, '2. svátek vánoční')
) as fixed (month, day, name)
union all
select 'CZ', sunday + shift, name
from easter cross join (values (-2, 'Velký pátek'), (1, 'Velikonoční pondělí')) as moving (shift, name)
on conflict (country, day) do update set name = excluded.name;
