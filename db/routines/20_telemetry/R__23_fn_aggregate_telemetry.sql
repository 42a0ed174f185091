create or replace function ems.fn_aggregate_telemetry(p_site_id text, p_at timestamptz, p_most interval default '6 hours', out behind interval, out written bigint)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
-- planning anew for each call would take as long as the call
set plan_cache_mode = force_generic_plan
as $$
declare
  v_zone text := (select time_zone from ems.site where site_id = p_site_id);
  v_group record;
  v_to timestamptz;
  v_count bigint;
begin
  behind := interval '0';
  written := 0;
  perform from ems.aggregator_state as s where s.site_id = p_site_id and s.watermark_at < p_at order by s.device_id for update;
  -- devices with one mark, mostly all of them, are one piece of work
  for v_group in
    select s.watermark_at, array_agg(s.device_id) as device_id from ems.aggregator_state as s where s.site_id = p_site_id and s.watermark_at < p_at group by s.watermark_at
  loop
    v_to := least(p_at, v_group.watermark_at + p_most);
    behind := greatest(behind, p_at - v_to);

    -- raw → 1 minute: each value holds until the next one, at most its metric's max_age
    with sample as (
      select d.device_id, s.metric_id, s.measured_at, s.value, s.measured_at + least(m.max_age, interval '15 min') as stale_at
      from unnest(v_group.device_id) as d (device_id)
      cross join lateral ems.fn_telemetry_sample(p_site_id, d.device_id, null, v_group.watermark_at - interval '15 min', v_to) as s
      join ems.metric as m on m.metric_id = s.metric_id
      where not s.suspect
    ), span as (
      select s.device_id, s.metric_id, s.measured_at, s.value, least(lead(s.measured_at) over (partition by s.device_id, s.metric_id order by s.measured_at), s.stale_at, v_to) as until_at
      from sample as s
      -- most of what is looked back for was stale before the mark
      where s.stale_at > v_group.watermark_at
    ), piece as (
      select p.device_id, p.metric_id, b.starts_at, p.measured_at, p.value, p.measured_at >= b.starts_at as own,
        extract(epoch from least(p.until_at, b.starts_at + interval '1 min') - greatest(p.measured_at, b.starts_at))::double precision as held_s
      from span as p
      cross join lateral generate_series(date_bin('1 min', greatest(p.measured_at, v_group.watermark_at), timestamptz 'epoch'),
        p.until_at - interval '1 microsecond', interval '1 min') as b (starts_at)
      where p.until_at > v_group.watermark_at
    )
    insert into ems.telemetry_aggregate_1m as a (site_id, device_id, metric_id, level, starts_at, mean, lowest, highest, last, samples, covered_s)
    select p_site_id, device_id, metric_id, 1, starts_at,
      coalesce(sum(value * held_s) / nullif(sum(held_s), 0), avg(value)), min(value), max(value), (array_agg(value order by measured_at desc))[1],
      count(*) filter (where own), sum(held_s)
    from piece
    group by device_id, metric_id, starts_at
    on conflict (site_id, level, device_id, metric_id, starts_at) do update
      set (mean, lowest, highest, last, samples, covered_s)
        = row (excluded.mean, excluded.lowest, excluded.highest, excluded.last, excluded.samples, excluded.covered_s);
    get diagnostics v_count = row_count;
    written := written + v_count;

    -- 1 minute → 15 minutes, the running one every five minutes: each writing leaves a dead row behind. Metric by metric, for that is how the rows lie
    if date_bin('5 min', v_to, timestamptz 'epoch') > date_bin('5 min', v_group.watermark_at, timestamptz 'epoch') then
      insert into ems.telemetry_aggregate_15m as a (site_id, device_id, metric_id, level, starts_at, mean, lowest, highest, last, samples, covered_s)
      select p_site_id, l.device_id, l.metric_id, 15, g.*
      from ems.telemetry_last as l
      cross join lateral (
        select date_bin('15 min', starts_at, timestamptz 'epoch') as slot,
          coalesce(sum(mean * covered_s) / nullif(sum(covered_s::double precision), 0), avg(mean)), min(lowest), max(highest), (array_agg(last order by starts_at desc))[1], sum(samples), sum(covered_s)
        from ems.telemetry_aggregate_1m
        where site_id = p_site_id and level = 1 and device_id = l.device_id and metric_id = l.metric_id
          and starts_at >= date_bin('15 min', v_group.watermark_at, timestamptz 'epoch') and starts_at < v_to
        group by slot
      ) as g
      where l.site_id = p_site_id and l.device_id = any (v_group.device_id)
      on conflict (site_id, level, device_id, metric_id, starts_at) do update
        set (mean, lowest, highest, last, samples, covered_s)
          = row (excluded.mean, excluded.lowest, excluded.highest, excluded.last, excluded.samples, excluded.covered_s);
    end if;

    if date_bin('15 min', v_to, timestamptz 'epoch') > date_bin('15 min', v_group.watermark_at, timestamptz 'epoch') then
      -- 15 minutes → 1 hour
      insert into ems.telemetry_aggregate_1h as a (site_id, device_id, metric_id, level, starts_at, mean, lowest, highest, last, samples, covered_s)
      select p_site_id, l.device_id, l.metric_id, 60, g.*
      from ems.telemetry_last as l
      cross join lateral (
        select date_bin('1 hour', starts_at, timestamptz 'epoch') as slot,
          coalesce(sum(mean * covered_s) / nullif(sum(covered_s::double precision), 0), avg(mean)), min(lowest), max(highest), (array_agg(last order by starts_at desc))[1], sum(samples), sum(covered_s)
        from ems.telemetry_aggregate_15m
        where site_id = p_site_id and level = 15 and device_id = l.device_id and metric_id = l.metric_id
          and starts_at >= date_bin('1 hour', v_group.watermark_at, timestamptz 'epoch') and starts_at < v_to
        group by slot
      ) as g
      where l.site_id = p_site_id and l.device_id = any (v_group.device_id)
      on conflict (site_id, level, device_id, metric_id, starts_at) do update
        set (mean, lowest, highest, last, samples, covered_s)
          = row (excluded.mean, excluded.lowest, excluded.highest, excluded.last, excluded.samples, excluded.covered_s);

      -- 1 hour → local day; zones off by half an hour take their quarters
      insert into ems.telemetry_aggregate_1d as a (site_id, device_id, metric_id, level, starts_at, mean, lowest, highest, last, samples, covered_s)
      select p_site_id, l.device_id, l.metric_id, 1440, g.*
      from ems.telemetry_last as l
      cross join lateral (
        select date_trunc('day', starts_at at time zone v_zone) at time zone v_zone as slot,
          coalesce(sum(mean * covered_s) / nullif(sum(covered_s::double precision), 0), avg(mean)), min(lowest), max(highest), (array_agg(last order by starts_at desc))[1], sum(samples), sum(covered_s)
        from ems.telemetry_aggregate_15m
        where site_id = p_site_id and level = 15 and device_id = l.device_id and metric_id = l.metric_id
          and starts_at >= date_trunc('day', v_group.watermark_at at time zone v_zone) at time zone v_zone and starts_at < v_to
        group by slot
      ) as g
      where l.site_id = p_site_id and l.device_id = any (v_group.device_id)
      on conflict (site_id, level, device_id, metric_id, starts_at) do update
        set (mean, lowest, highest, last, samples, covered_s)
          = row (excluded.mean, excluded.lowest, excluded.highest, excluded.last, excluded.samples, excluded.covered_s);
    end if;

    update ems.aggregator_state
    set watermark_at = date_bin('1 min', v_to, timestamptz 'epoch')
    where site_id = p_site_id and device_id = any (v_group.device_id);
  end loop;
end
$$;
comment on function ems.fn_aggregate_telemetry(text, timestamptz, interval) is
  'Brings the aggregates of a site up to p_at, at most p_most of time for each device in one call; behind tells what is left. The running minute is written too, the running quarter-hour every five minutes, the running hour and day up to their last full quarter; each is final when the watermark has passed its end.';
