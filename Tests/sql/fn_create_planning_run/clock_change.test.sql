-- Plans reach over both changes of clock, in houses of different zones.
begin;
select plan(7);
select test.house();
select test.house('home02', p_zone => 'Pacific/Kiritimati');
select test.market('2026-03-28', '100 + n % 5 * 20');
select test.market('2026-10-24', '100 + n % 5 * 20');
create function pg_temp.slots(p_site text, p_at timestamptz) returns text language plpgsql as $$
declare
  v_id bigint := ems.fn_create_planning_run(p_site, 'rolling', p_at, 'test');
begin
  return (select format('%s %s %s', r.status <> 'refused', count(i.starts_at), max(i.ends_at) at time zone s.time_zone) from ems.planning_run as r join ems.site as s on s.site_id = r.site_id left join ems.planning_interval as i on i.planning_run_id = r.planning_run_id where r.planning_run_id = v_id group by r.status, s.time_zone);
end
$$;
select is(pg_temp.slots('home01', '2026-03-28 14:00Z'), 't 128 2026-03-30 00:00:00', 'Saturday 15:00 to the end of the short Sunday: 9 and 23 hours');
select is(pg_temp.slots('home01', '2026-03-29 00:55Z'), 't 181 2026-03-31 00:00:00', 'from the quarter before the change to the end of Monday');
select is(pg_temp.slots('home01', '2026-10-24 13:00Z'), 't 136 2026-10-26 00:00:00', 'Saturday 15:00 to the end of the long Sunday: 9 and 25 hours');
select is(pg_temp.slots('home01', '2026-10-25 00:30Z'), 't 186 2026-10-27 00:00:00', 'from the first 2:30 of the long day');
select is(pg_temp.slots('home01', '2026-10-25 01:30Z'), 't 182 2026-10-27 00:00:00', 'from the second 2:30, an hour later');
select is(pg_temp.slots('home02', '2026-03-28 14:00Z'), 't 176 2026-03-31 00:00:00', 'in Kiritimati it is Sunday already: to the end of its Monday');
select is_empty($$ select from ems.planning_interval where ends_at - starts_at <> interval '15 min' $$, 'every slot is a quarter of an hour long');
select * from finish();
rollback;
