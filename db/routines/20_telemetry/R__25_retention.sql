-- Defaults. A site owner may keep more: rows changed here stay changed. What they take is measured in bench/worker (storage).
insert into ems.retention (relation, keep) values
  ('telemetry_frame', '90 days'), ('telemetry_aggregate_1m', '14 days'), ('forecast_run', '400 days'), ('forecast_call', '7 days'),
  ('planning_run', '30 days'), ('planning_interval', '30 days'), ('job_run', '60 days'), ('command', '400 days')
on conflict (relation) do nothing;
