create or replace function api.event_since(p_site_id text, p_since bigint default null)
returns table (cursor_id bigint, is_snapshot boolean, kind text, item text, content jsonb)
language plpgsql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  c_window constant integer := 200;
  -- Numbers of transactions order changes as readers see them: all below the cursor have ended and been read. A clock cannot promise that.
  v_next constant bigint := greatest(pg_snapshot_xmax(pg_current_snapshot())::text::bigint, pg_current_xact_id_if_assigned()::text::bigint + 1);
  v_cursor constant bigint := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
begin
  if not exists (select from ems.site as s where s.site_id = p_site_id) then
    raise exception 'no site %', p_site_id using errcode = 'SA404';
  end if;
  return query
  -- A row's xmin is the low half of its writer's number: the latest number with that half is meant.
  with plan as materialized (
    select r.*, v_next - ((v_next - r.xmin::text::bigint) & 4294967295) >= p_since as changed from ems.planning_run as r
    where r.site_id = p_site_id order by r.planning_run_id desc limit 20
  ), command as materialized (
    select c.*, v_next - ((v_next - c.xmin::text::bigint) & 4294967295) >= p_since as changed, row_number() over (order by c.created_at desc, c.command_id desc) as nth from ems.command as c
    where c.site_id = p_site_id order by c.created_at desc, c.command_id desc limit c_window
  ), alert as materialized (
    select a.*, v_next - ((v_next - a.xmin::text::bigint) & 4294967295) >= p_since as changed from ems.alert as a
    where a.site_id = p_site_id and (a.state <> 'resolved'
      or a.alert_id in (select l.alert_id from ems.alert as l where l.site_id = p_site_id order by l.opened_at desc limit c_window))
  ), run as materialized (
    select r.*, v_next - ((v_next - r.xmin::text::bigint) & 4294967295) >= p_since as changed, row_number() over (order by r.due_at desc, r.job_run_id desc) as nth from ems.job_run as r
    where r.site_id = p_site_id order by r.due_at desc, r.job_run_id desc limit c_window
  ), reach as (
    -- Where all that is looked at is new there may be more behind it; a cursor above all numbers is another database's.
    select p_since is null or p_since > v_next
      or coalesce((select count(*) >= 20 and bool_and(changed) from plan), false) or coalesce((select count(*) >= c_window and bool_and(changed) from command), false)
      or coalesce((select count(*) >= c_window and bool_and(changed) from alert), false) or coalesce((select count(*) >= c_window and bool_and(changed) from run), false) as far
  ), event as (
    select 1 as rank, 0::bigint as id, 'telemetry' as kind, d.device || ' ' || m.metric as item,
      jsonb_build_object('device', d.device, 'metric', m.metric, 'measured_at', l.measured_at, 'value', l.value, 'unit', m.unit, 'suspect', l.suspect) as content
    from ems.telemetry_last as l
    join ems.device as d on d.site_id = l.site_id and d.device_id = l.device_id
    join ems.metric as m on m.metric_id = l.metric_id
    cross join reach as f
    where l.site_id = p_site_id and (f.far or v_next - ((v_next - l.xmin::text::bigint) & 4294967295) >= p_since)
    union all
    select 2, r.planning_run_id, 'plan', r.planning_run_id::text,
      jsonb_build_object('planning_run_id', r.planning_run_id, 'accepted', r.accepted, 'type', r.type, 'known_at', r.known_at, 'verdict', r.verdict)
    from plan as r cross join reach as f
    where case when f.far then r.planning_run_id = (select max(p.planning_run_id) from plan as p where p.accepted) else r.changed end
    union all
    select 3, c.command_id, 'command', c.command_id::text,
      jsonb_build_object('command_id', c.command_id, 'device', d.device, 'point', c.point, 'value', c.value, 'state', c.state,
        'at', coalesce(c.finished_at, c.acked_at, c.sent_at, c.created_at), 'purpose', c.purpose, 'author', c.author, 'error', c.error)
    from command as c join ems.device as d on d.site_id = c.site_id and d.device_id = c.device_id cross join reach as f
    where case when f.far then c.nth <= 20 or c.finished_at is null else c.changed end
    union all
    select 4, a.alert_id, 'alert', a.alert_id::text,
      jsonb_build_object('alert_id', a.alert_id, 'code', a.code, 'severity', k.severity, 'state', a.state, 'text', a.message, 'subject', a.subject,
        'occurrences', a.occurrences, 'last_seen_at', a.last_seen_at)
    from alert as a join ems.alert_code as k on k.code = a.code cross join reach as f
    where case when f.far then a.state <> 'resolved' else a.changed end
    union all
    select 5, r.job_run_id, 'job', r.job_run_id::text,
      jsonb_build_object('job_run_id', r.job_run_id, 'kind', r.job, 'state', r.state, 'progress', r.progress, 'error', r.error, 'finished_at', r.finished_at)
    from run as r cross join reach as f
    where case when f.far then r.nth <= 20 or r.state in ('waiting', 'running') else r.changed end
  )
  select v_cursor, f.far, e.kind, e.item, e.content from reach as f left join event as e on true order by e.rank, e.id, e.item;
end
$$;
comment on function api.event_since(text, bigint) is
  'What changed at a house since a cursor (cursor_id of an earlier answer), for whoever cannot hold /api/v1/sites/{id}/events open: rows of kind telemetry, plan, command, alert and job; at least one row, kind NULL where nothing changed. '
  'A change may come twice and is never left out. Without a cursor, or with one that lies too far back, is_snapshot: all that holds now. SA404.';
