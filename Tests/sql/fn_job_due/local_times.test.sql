-- When a job is due, by the clock on the wall of its house.
begin;
select plan(17);
select test.house();
insert into ems.job_kind (job, title, rank, local_times, every, delay, catch_up, lease, retry_after, retry_until) values
  ('half_past_two', 'in the skipped hour', 20, '{02:30}', null, '0', 'latest', '1 min', '1 min', '1 hour'), ('half_past_three', 'after it', 21, '{03:30}', null, '0', 'latest', '1 min', '1 min', '1 hour');
create function pg_temp.due(p_job text, p_at timestamptz, p_site text default 'home01') returns text language sql as
$$ select to_char(ems.fn_job_due(p_site, p_job, p_at) at time zone 'UTC', 'MM-DD HH24:MI') $$;
select is(pg_temp.due('price_import', '2026-01-15 12:29:59Z'), '01-14 23:05', 'before 13:30 the latest was 00:05');
select is(pg_temp.due('price_import', '2026-01-15 12:30Z'), '01-15 12:30', '13:30 in Prague is 12:30 in winter');
select is(pg_temp.due('price_import', '2026-07-15 11:30Z'), '07-15 11:30', 'and 11:30 in summer');
select is(pg_temp.due('price_import', '2026-01-15 13:00Z'), '01-15 13:00', '14:00 follows');
select is(pg_temp.due('price_import', '2026-01-15 23:04Z'), '01-15 13:00', 'and lasts over local midnight');
select is(pg_temp.due('plan_daily', '2026-01-15 00:30Z'), '01-14 14:00', 'yesterday''s is the latest until today''s comes');
select is(pg_temp.due('plan_rolling', '2026-01-15 10:14:59Z'), '01-15 10:00', 'every quarter-hour');
select is(pg_temp.due('audit_fill', '2026-01-15 10:15:30Z'), '01-15 10:01', 'a minute after it, with a delay');
select is(pg_temp.due('forecast_import', '2026-01-15 11:59Z'), '01-15 10:05', 'every two hours, five minutes after');
select is(pg_temp.due('no such job', '2026-01-15 11:59Z'), null, 'an unknown job is never due');
-- both changes of the clock: once a day, never twice, never not at all
create function pg_temp.ticks(p_job text, p_from timestamptz, p_to timestamptz) returns text language sql as $$
  select string_agg(distinct to_char(d at time zone 'UTC', 'DD HH24:MI'), ', ') from (select ems.fn_job_due('home01', p_job, t) as d from generate_series(p_from, p_to, '5 min') as t) as d where d > p_from $$;
select is(pg_temp.ticks('half_past_three', '2026-03-28 12:00Z', '2026-03-30 12:00Z'), '29 01:30, 30 01:30', 'on the day of 23 hours 03:30 comes an hour after midnight less');
select is(pg_temp.ticks('half_past_three', '2026-10-24 12:00Z', '2026-10-26 12:00Z'), '25 02:30, 26 02:30', 'on the day of 25 hours an hour more');
select is(pg_temp.ticks('half_past_two', '2026-10-24 12:00Z', '2026-10-26 12:00Z'), '25 01:30, 26 01:30', 'a time that comes twice is due once');
select is(pg_temp.ticks('half_past_two', '2026-03-28 12:00Z', '2026-03-30 12:00Z'), '29 01:30, 30 00:30', 'a time that the clock skips is due once all the same, within the hour after the change');
select is_empty($$ select j.job, d.day, count(distinct ems.fn_job_due('home01', j.job, b.starts_at + n * interval '5 min')) filter (where ems.fn_job_due('home01', j.job, b.starts_at + n * interval '5 min') >= b.starts_at) as ticks
  from (values ('half_past_two', 1), ('plan_daily', 1), ('price_import', 3), ('retain', 1)) as j (job, times) cross join (values (date '2026-03-29'), ('2026-06-01'), ('2026-10-25')) as d (day)
  cross join lateral ems.fn_day_bounds(d.day, 'Europe/Prague') as b cross join lateral generate_series(0, extract(epoch from b.ends_at - b.starts_at)::int / 300 - 1) as n
  group by j.job, j.times, d.day having count(distinct ems.fn_job_due('home01', j.job, b.starts_at + n * interval '5 min')) filter (where ems.fn_job_due('home01', j.job, b.starts_at + n * interval '5 min') >= b.starts_at) <> j.times $$,
  'property: as many ticks a day as it has times, on days of 23, 24 and 25 hours');
select is(test.answers($$ select extract(epoch from ems.fn_job_due('home01', j, t)) from unnest('{price_import,plan_rolling,half_past_two,forecast_import}'::text[]) as j cross join generate_series(timestamptz '2026-03-28 12:00Z', '2026-03-30 12:00Z', '1 hour') as t $$), 1, 'in every session''s zone');
select test.house('home02', p_zone => 'Pacific/Kiritimati');
select is(pg_temp.due('plan_daily', '2026-01-15 10:00Z', 'home02'), '01-15 01:00', 'another house has another wall: 15:00 on Kiritimati');
select * from finish();
rollback;
