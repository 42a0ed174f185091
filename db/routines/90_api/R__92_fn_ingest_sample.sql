create or replace function ems.fn_ingest_sample(p_site_id text, p_sample jsonb, p_first bigint, p_at timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  c_named constant integer := 100;
  v_row ems.ingest_sample[];
  v_count record;
  v_result jsonb;
begin
  select array_agg(row (p_first + s.n - 1, f.device, f.metric, f.at, case when f.number then (s.sample ->> 'value')::double precision end,
    -- what fn_ingest_telemetry will refuse is named here, row by row
    case when jsonb_typeof(s.sample) is distinct from 'object' then 'no_sample' when f.device is null then 'no_device' when f.metric is null then 'no_metric'
      when f.at is null then 'no_time' when not (f.number or f.missing) then 'no_value'
      when d.device_id is null then 'unknown_device' when not d.validated then 'unvalidated_device' when m.metric_id is null then 'unknown_metric'
      when f.at > p_at + interval '5 min' then 'future' when f.at < p_at - coalesce(r.keep, interval '90 days') then 'too_old' end)::ems.ingest_sample order by s.n)
  into v_row
  from jsonb_array_elements(p_sample) with ordinality as s (sample, n)
  cross join lateral (
    select case when length(s.sample ->> 'device') between 1 and 63 then s.sample ->> 'device' end as device,
      case when length(s.sample ->> 'metric') between 1 and 63 then s.sample ->> 'metric' end as metric, ems.fn_instant(s.sample ->> 'ts') as at,
      coalesce(jsonb_typeof(s.sample -> 'value'), 'null') = 'null' as missing,
      case when jsonb_typeof(s.sample -> 'value') = 'number' then abs((s.sample ->> 'value')::numeric) < 1e300 else false end as number
  ) as f
  left join ems.device as d on d.site_id = p_site_id and d.device = f.device
  left join ems.metric as m on m.metric = f.metric
  left join ems.retention as r on r.relation = 'telemetry_frame';

  with sample as (
    -- one instant of a metric twice: the first stands
    select distinct on (i.device, i.at, i.metric) i.* from unnest(v_row) as i where coalesce(i.reason, '') not like 'no\_%' order by i.device, i.at, i.metric, i.n
  ), frame as (
    select s.device, s.at, array_agg(s.metric order by s.metric) as metrics from sample as s group by s.device, s.at
  ), matrix as (
    select f.device, f.metrics, array_agg(s.value order by f.at, s.metric) as values
    from frame as f join sample as s on s.device = f.device and s.at = f.at group by f.device, f.metrics
  ), instant as (
    select f.device, f.metrics, array_agg(f.at order by f.at) as instants from frame as f group by f.device, f.metrics
  )
  select coalesce(sum(i.stored), 0) as stored, coalesce(sum(i.repeated), 0) as repeated, coalesce(sum(i.suspect), 0) as suspect, coalesce(sum(i.refused), 0) as refused,
    coalesce(sum(cardinality(x.values)), 0) as given
  into v_count
  from matrix as x join instant as t on t.device = x.device and t.metrics = x.metrics
  cross join lateral ems.fn_ingest_telemetry(p_site_id, x.device, x.metrics, t.instants, x.values, p_at) as i;

  select jsonb_build_object('rows', count(*), 'stored', v_count.stored, 'suspect', v_count.suspect,
    'repeated', v_count.repeated + count(*) filter (where coalesce(i.reason, '') not like 'no\_%') - v_count.given,
    'refused', v_count.refused + count(*) filter (where i.reason like 'no\_%'),
    'reasons', coalesce((select jsonb_object_agg(g.reason, g.rows) from (select reason, count(*) as rows from unnest(v_row) where reason is not null group by reason) as g), '{}'),
    'refusals', coalesce((select jsonb_agg(jsonb_build_object('row', g.n, 'reason', g.reason, 'device', g.device, 'metric', g.metric) order by g.n)
      from (select * from unnest(v_row) where reason is not null order by n limit c_named) as g), '[]'))
  into v_result from unnest(v_row) as i;
  return v_result;
end
$$;
comment on function ems.fn_ingest_sample(text, jsonb, bigint, timestamptz) is
  'Stores samples [{device, metric, value, ts, raw}] that a device or program pushed, through fn_ingest_telemetry: those of one device and instant are one frame; value NULL or left out is a failed read; raw, what the device said, is not kept. '
  'p_first is the number of the first row. Returns {rows, stored, repeated, suspect, refused, reasons: {reason: rows}, refusals: [{row, reason, device, metric}, the first 100]}.';
