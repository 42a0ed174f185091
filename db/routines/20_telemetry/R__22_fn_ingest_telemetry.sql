create or replace function ems.fn_ingest_telemetry(
  p_site_id text, p_device text, p_metric text[], p_measured_at timestamptz[], p_value double precision[], p_at timestamptz,
  out stored integer, out repeated integer, out suspect integer, out refused integer
)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
-- planning anew for each call would take as long as the call
set plan_cache_mode = force_generic_plan
as $$
declare
  -- Short slices keep the cost of cutting a row out of the matrix small.
  c_slice constant integer := 64;
  v_columns constant integer := cardinality(p_metric);
  v_rows constant integer := cardinality(p_measured_at);
  v_device ems.device;
  v_id smallint[];
  v_low double precision[];
  v_high double precision[];
  v_unknown text[];
  v_keep integer[];
  v_at timestamptz[];
  v_slice double precision[];
  v_watermark timestamptz;
  v_oldest timestamptz;
  v_first_at timestamptz;
  v_newest integer;
  v_impossible integer;
  v_distinct integer;
  v_reason text;
  v_new integer;
  v_fresh boolean;
begin
  stored := 0; repeated := 0; suspect := 0; refused := 0;
  if v_columns = 0 or v_rows = 0 then return; end if;
  if cardinality(p_value) is distinct from v_columns * v_rows then
    raise exception 'values do not fill the matrix' using errcode = 'SA422', constraint = 'telemetry_matrix',
      detail = format('metrics=%s instants=%s values=%s', v_columns, v_rows, cardinality(p_value)), hint = 'Send one value for each metric and instant; NULL where a read failed.';
  end if;

  -- Registry: an unknown or unvalidated device is refused aloud.
  select d.* into v_device from ems.device as d where d.site_id = p_site_id and d.device = p_device;
  if v_device.validated is not true then
    v_reason := case when v_device.device_id is null then 'unknown_device' else 'unvalidated_device' end;
    refused := cardinality(p_value);
    perform ems.fn_telemetry_refuse(p_site_id, v_reason, p_device, '', refused, p_value[1], p_at);
    return;
  end if;

  -- Dictionary: columns of unknown metrics are refused, the others go on.
  select array_agg(m.metric_id order by c.n), array_agg(m.lowest order by c.n), array_agg(m.highest order by c.n),
    array_agg(c.metric order by c.n) filter (where m.metric_id is null), array_agg(c.n::integer order by c.n) filter (where m.metric_id is not null)
  into v_id, v_low, v_high, v_unknown, v_keep
  from unnest(p_metric) with ordinality as c (metric, n)
  left join ems.metric as m on m.metric = c.metric;
  if v_unknown is not null then
    perform ems.fn_telemetry_refuse(p_site_id, 'unknown_metric', p_device, u.metric, v_rows, p_value[array_position(p_metric, u.metric)], p_at)
    from unnest(v_unknown) as u (metric);
    if v_keep is not null then
      select i.* into stored, repeated, suspect, refused
      from ems.fn_ingest_telemetry(p_site_id, p_device, (select array_agg(p_metric[k] order by k) from unnest(v_keep) as k), p_measured_at,
        (select array_agg(p_value[(r - 1) * v_columns + k] order by r, k) from generate_series(1, v_rows) as r, unnest(v_keep) as k), p_at) as i;
    end if;
    refused := refused + cardinality(v_unknown) * v_rows;
    return;
  end if;

  -- Time: neither the future nor what retention would drop at once.
  v_oldest := p_at - coalesce((select keep from ems.retention where relation = 'telemetry_frame'), interval '90 days');
  select count(*) filter (where t > p_at + interval '5 min' or t < v_oldest or t is null), count(distinct t), min(t), (array_agg(n::integer order by t desc, n))[1]
  into v_impossible, v_distinct, v_first_at, v_newest
  from unnest(p_measured_at) with ordinality as u (t, n);
  if v_impossible > 0 then
    refused := v_columns * v_impossible;
    perform ems.fn_telemetry_refuse(p_site_id, w.reason, p_device, '', v_columns * w.rows, null, p_at)
    from (select case when t > p_at + interval '5 min' then 'future' else 'too_old' end as reason, count(*) as rows
      from unnest(p_measured_at) as t where t > p_at + interval '5 min' or t < v_oldest or t is null group by reason) as w;
    if refused < v_columns * v_rows then
      select array_agg(n::integer order by n) into v_keep
      from unnest(p_measured_at) with ordinality as t (t, n) where t between v_oldest and p_at + interval '5 min';
      select i.stored, i.repeated, i.suspect into stored, repeated, suspect
      from ems.fn_ingest_telemetry(p_site_id, p_device, p_metric, (select array_agg(p_measured_at[r] order by r) from unnest(v_keep) as r),
        (select array_agg(p_value[(r - 1) * v_columns + k] order by r, k) from unnest(v_keep) as r, generate_series(1, v_columns) as k), p_at) as i;
    end if;
    return;
  end if;

  -- One instant twice in a batch: the first stands, the other is a repetition.
  if v_distinct < v_rows then
    select array_agg(k.n order by k.n) into v_keep from (select distinct on (t) n::integer as n from unnest(p_measured_at) with ordinality as u (t, n) order by t, n) as k;
    select i.stored, i.repeated + (v_rows - cardinality(v_keep)) * v_columns, i.suspect into stored, repeated, suspect
    from ems.fn_ingest_telemetry(p_site_id, p_device, p_metric, (select array_agg(p_measured_at[r] order by r) from unnest(v_keep) as r),
      (select array_agg(p_value[(r - 1) * v_columns + k] order by r, k) from unnest(v_keep) as r, generate_series(1, v_columns) as k), p_at) as i;
    return;
  end if;

  -- Nothing is packed that is younger than two days.
  if v_first_at < p_at - interval '24 hours' then
    perform ems.fn_telemetry_unpack(p_site_id, v_device.device_id, v_first_at, least(p_measured_at[v_newest], p_at - interval '24 hours'));
  end if;

  -- Implausible values are rare: only where there is one each frame is looked through.
  select count(*) into suspect
  from unnest(p_value) with ordinality as u (value, n)
  where value not between v_low[(n - 1) % v_columns + 1] and v_high[(n - 1) % v_columns + 1];

  -- Frames newer than all that is known of the device, the usual case, need no look for old ones: half the time of writing.
  v_fresh := suspect = 0 and v_first_at > coalesce((select max(l.measured_at) from ems.telemetry_last as l where l.site_id = p_site_id and l.device_id = v_device.device_id), '-infinity');
  if not v_fresh then perform ems.fn_telemetry_partition(v_first_at, p_measured_at[v_newest]); end if;
  for v_first in 1..v_rows by c_slice loop
    v_at := p_measured_at[v_first : v_first + c_slice - 1];
    v_slice := p_value[(v_first - 1) * v_columns + 1 : (v_first + c_slice - 1) * v_columns];
    if v_fresh then
      begin
        insert into ems.telemetry_frame (site_id, device_id, measured_at, metric_id, value)
        select p_site_id, v_device.device_id, t.at, v_id, v_slice[(t.n - 1) * v_columns + 1 : t.n * v_columns]
        from unnest(v_at) with ordinality as t (at, n);
        stored := stored + cardinality(v_at);
        continue;
      exception when unique_violation or check_violation then
        -- a frame of failed reads is known by nothing else, or somebody sends the same at this moment; or it is a new week's first
        v_fresh := false;
        perform ems.fn_telemetry_partition(v_first_at, p_measured_at[v_newest]);
      end;
    end if;
    with frame as (
      select t.at, v_slice[(t.n - 1) * v_columns + 1 : t.n * v_columns] as value
      from unnest(v_at) with ordinality as t (at, n)
    ), written as (
      insert into ems.telemetry_frame as f (site_id, device_id, measured_at, metric_id, value, suspect)
      select p_site_id, v_device.device_id, r.at, v_id, r.value,
        case when suspect > 0 then (select array_agg(u.id) from unnest(v_id, r.value, v_low, v_high) as u (id, value, low, high) where u.value not between u.low and u.high) end
      from frame as r
      on conflict (site_id, device_id, measured_at) do update
        -- The same frame again changes nothing; another part of the same instant is added.
        set (metric_id, value, suspect) = (
          select f.metric_id || array_agg(n.id), f.value || array_agg(n.value), nullif(coalesce(f.suspect, '{}') || array(select u.id from unnest(excluded.suspect) as u (id) where u.id <> all (f.metric_id)), '{}')
          from unnest(excluded.metric_id, excluded.value) as n (id, value) where n.id <> all (f.metric_id))
        where not excluded.metric_id <@ f.metric_id
      returning 1
    )
    select count(*) into v_new from written;
    stored := stored + v_new;
  end loop;
  repeated := (v_rows - stored) * v_columns;
  stored := stored * v_columns;

  insert into ems.telemetry_last as l (site_id, device_id, metric_id, measured_at, value, suspect, received_at)
  -- the newest row's values; where it has none, those of the newest row that has one
  select p_site_id, v_device.device_id, u.id, p_measured_at[w.row], x.value, x.value not between u.low and u.high, p_at
  from unnest(v_id, p_value[(v_newest - 1) * v_columns + 1 : v_newest * v_columns], v_low, v_high) with ordinality as u (id, value, low, high, n)
  cross join lateral (select case when u.value is not null then v_newest
    else (select r from generate_series(1, v_rows) as r where p_value[(r - 1) * v_columns + u.n] is not null order by p_measured_at[r] desc limit 1) end as row) as w
  cross join lateral (select p_value[(w.row - 1) * v_columns + u.n] as value) as x
  where x.value is not null
  on conflict (site_id, device_id, metric_id) do update
    set (measured_at, value, suspect, received_at) = row (excluded.measured_at, excluded.value, excluded.suspect, excluded.received_at)
    where l.measured_at < excluded.measured_at;
  -- Told to listeners, if there are any (fn_event_notify does the same for rarer things; a trigger would cost each frame a tenth).
  if not pg_try_advisory_xact_lock(hashtextextended('ems_live', 0)) then
    perform pg_notify('ems_live', json_build_object('kind', 'telemetry', 'site', p_site_id)::text);
  end if;

  -- Late data reopens the aggregates it belongs to. Who aggregates at this moment has not seen it: the mark is looked at when that is over.
  select s.watermark_at into v_watermark from ems.aggregator_state as s where s.site_id = p_site_id and s.device_id = v_device.device_id for no key update;
  if v_watermark is null then
    insert into ems.aggregator_state (site_id, device_id, watermark_at) values (p_site_id, v_device.device_id, date_bin('1 min', v_first_at, timestamptz 'epoch'))
    on conflict do nothing;
  elsif v_first_at < v_watermark and stored > 0 then
    -- what was audited is audited again; the running quarter-hour was not yet
    update ems.aggregator_state as s
    -- (from the start of its quarter-hour: of a closed one the minutes may be gone)
    set watermark_at = least(s.watermark_at, date_bin(case when c.closed then interval '15 min' else interval '1 min' end, v_first_at, timestamptz 'epoch')),
        reopened_at = case when c.closed then p_at else s.reopened_at end,
        audit_from = case when c.closed then least(s.audit_from, date_bin('15 min', v_first_at, timestamptz 'epoch')) else s.audit_from end
    from (select v_first_at < date_bin('15 min', v_watermark, timestamptz 'epoch') as closed) as c
    where s.site_id = p_site_id and s.device_id = v_device.device_id;
  end if;

  if suspect > 0 then
    perform ems.fn_alert_raise(p_site_id, 'implausible_value', format('%s %s', p_device, p_metric[(w.n - 1) % v_columns + 1]),
      format('%s: %s = %s is outside %s to %s', p_device, p_metric[(w.n - 1) % v_columns + 1], w.value, v_low[(w.n - 1) % v_columns + 1], v_high[(w.n - 1) % v_columns + 1]), p_at)
    from (select distinct on ((n - 1) % v_columns) n, value from unnest(p_value) with ordinality as u (value, n)
      where value not between v_low[(n - 1) % v_columns + 1] and v_high[(n - 1) % v_columns + 1] order by (n - 1) % v_columns, n desc) as w;
  end if;
end
$$;
comment on function ems.fn_ingest_telemetry(text, text, text[], timestamptz[], double precision[], timestamptz) is
  'Stores what a device said: a matrix of values, row by row, one row an instant and one column a metric; NULL is a failed read. Writes raw frames, last values and the marks of the aggregates. '
  'Returns counts of values stored, repeated (there already: exactly once), suspect (stored and marked) and refused (unknown or unvalidated device, unknown metric, impossible time: each with an alert). SA422: the values do not fill the matrix.';
