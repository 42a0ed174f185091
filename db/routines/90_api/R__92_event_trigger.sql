-- What listeners of /api/v1/sites/{id}/events are told of, beside telemetry (fn_ingest_telemetry says so itself). Statement by statement: what changed is read afterwards (api.event_since), however much it was.
do $$
declare
  v record;
begin
  for v in
    select * from (values ('planning_run', 'plan'), ('command', 'command'), ('alert', 'alert'), ('job_run', 'job')) as t (relation, kind)
    cross join unnest(array['insert', 'update']) as e (event)
  loop
    execute format('create or replace trigger %I after %s on ems.%I referencing new table as changed for each statement execute function ems.fn_event_notify(%L)',
      format('%s_%s_event', v.relation, v.event), v.event, v.relation, v.kind);
  end loop;
end
$$;
