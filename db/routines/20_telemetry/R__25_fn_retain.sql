create or replace function ems.fn_retain(p_at timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_rule ems.retention;
  v_partition record;
  v_count bigint;
  v_result jsonb := '{}';
begin
  perform ems.fn_telemetry_partition(p_at, p_at + interval '336 hours');
  for v_rule in select * from ems.retention order by relation loop
    v_count := 0;
    if v_rule.relation = 'telemetry_frame' then
      if ems.fn_has_timescaledb() then
        execute format($drop$ select count(*) from public.drop_chunks('ems.telemetry_frame', older_than => %L::timestamptz) $drop$, p_at - v_rule.keep) into v_count;
      else
        for v_partition in
          select c.oid::regclass as name
          from pg_inherits as i join pg_class as c on c.oid = i.inhrelid
          where i.inhparent = 'ems.telemetry_frame'::regclass
            and substring(pg_get_expr(c.relpartbound, c.oid) from $re$TO \('([^']+)'\)$re$)::timestamptz <= p_at - v_rule.keep
        loop
          execute format('drop table %s', v_partition.name);
          v_count := v_count + 1;
        end loop;
      end if;
    else
      execute format('delete from ems.%I where %I < $1 %s', v_rule.relation,
        case v_rule.relation when 'telemetry_aggregate_1m' then 'starts_at' when 'planning_run' then 'known_at' when 'command' then 'created_at'
          when 'job_run' then 'due_at' when 'forecast_run' then 'known_at' when 'forecast_call' then 'called_at' end,
        case v_rule.relation when 'planning_run' then 'and not accepted' when 'command' then $w$and finished_at is not null$w$
          when 'job_run' then $w$and state in ('done', 'failed')$w$ else '' end) using p_at - v_rule.keep;
      get diagnostics v_count = row_count;
    end if;
    v_result := v_result || jsonb_build_object(v_rule.relation, v_count);
  end loop;
  return v_result;
end
$$;
comment on function ems.fn_retain(timestamptz) is
  'Drops what is older than its retention (whole partitions or chunks of raw telemetry, rows elsewhere) and makes the partitions of the next two weeks. Returns counts by table.';
