create or replace function ems.fn_retain(p_at timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_rule ems.retention;
  v_week regclass;
  v_count bigint;
  v_result jsonb := '{}';
begin
  perform ems.fn_telemetry_partition(p_at, p_at + interval '336 hours');
  for v_rule in select * from ems.retention order by relation loop
    v_count := 0;
    if v_rule.relation = 'telemetry_frame' then
      for v_week in select w.relation from ems.fn_telemetry_week(p_at - v_rule.keep) as w loop
        execute format('drop table %s', v_week);
        v_count := v_count + 1;
      end loop;
      delete from ems.telemetry_pack where starts_at < p_at - v_rule.keep;
      v_result := v_result || jsonb_build_object('telemetry_pack', ems.fn_telemetry_pack(p_at));
    elsif v_rule.relation = 'planning_interval' then
      -- the slots a newer plan took over before they began: fn_replay_planning_run makes them again
      delete from ems.planning_interval as i
      using (select r.site_id, r.planning_run_id, lead(r.known_at) over (partition by r.site_id order by r.known_at, r.planning_run_id) as until from ems.planning_run as r where r.accepted) as r
      where i.site_id = r.site_id and i.planning_run_id = r.planning_run_id and i.starts_at >= r.until and i.starts_at < p_at - v_rule.keep;
      get diagnostics v_count = row_count;
    else
      execute format('delete from ems.%I where %I < $1 %s', v_rule.relation,
        case v_rule.relation when 'telemetry_aggregate_1m' then 'starts_at' when 'planning_run' then 'known_at' when 'command' then 'created_at'
          when 'job_run' then 'due_at' when 'request_key' then 'created_at' when 'forecast_run' then 'known_at' when 'forecast_call' then 'called_at' end,
        case v_rule.relation when 'planning_run' then 'and not accepted' when 'command' then $w$and finished_at is not null$w$
          when 'job_run' then $w$and state in ('done', 'failed')$w$ else '' end) using p_at - v_rule.keep;
      get diagnostics v_count = row_count;
    end if;
    v_result := v_result || jsonb_build_object(v_rule.relation, v_count);
  end loop;
  -- Logins that are over, and places that guessed and came no more.
  delete from ems.login_session where expires_at < p_at - interval '24 hours';
  delete from ems.login_source where failed_at < p_at - interval '24 hours' and succeeded_at is null or greatest(failed_at, succeeded_at) < p_at - interval '2160 hours';
  -- What happened once and did not happen again for a day is over.
  with faded as (
    update ems.alert as a
    set state = 'resolved', resolved_at = p_at, resolved_by = 'not seen for a day'
    where a.state <> 'resolved' and a.last_seen_at < p_at - interval '24 hours'
      and a.code in ('unknown_device', 'unvalidated_device', 'unknown_metric', 'telemetry_time', 'implausible_value', 'device_reply', 'write_budget',
        'grid_meter_stale', 'fuse_exceeded', 'spool_overflow')
    returning 1
  )
  select v_result || jsonb_build_object('alert', count(*)) into v_result from faded;
  return v_result;
end
$$;
comment on function ems.fn_retain(timestamptz) is
  'Drops what is older than its retention (whole partitions or chunks of raw telemetry, rows elsewhere; of plans, runs that were not accepted and slots that never held), packs the raw telemetry of past weeks and makes the partitions of the next two. Resolves alerts of things that happen once and were not seen for a day. Returns counts by table.';
