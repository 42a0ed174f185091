-- Defaults that keep a house of 60 metrics under 1.1 GB a year (bench/worker, storage). A site owner may keep more: rows changed here stay changed.
insert into ems.retention (relation, keep) values
  ('telemetry_frame', '90 days'), ('telemetry_aggregate_1m', '14 days'), ('forecast_run', '400 days'), ('forecast_call', '7 days'),
  ('planning_run', '30 days'), ('planning_interval', '30 days'), ('job_run', '60 days'), ('command', '400 days')
on conflict (relation) do nothing;
