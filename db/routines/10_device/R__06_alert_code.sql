-- The alert dictionary: code, who cares, how bad, what a person can do.
insert into ems.alert_code (code, source, severity, title, help, latched) values
  ('unknown_device', 'infra', 'warning', 'Telemetry of an unknown device was refused', 'Register the device, or find out who sends under this name.', false),
  ('unvalidated_device', 'infra', 'warning', 'Telemetry of a device that nobody validated was refused', 'Compare its values with its display, then validate it.', false),
  ('unknown_metric', 'infra', 'warning', 'A metric that is not in the dictionary was refused', 'Add it to the metric dictionary or correct the driver.', false),
  ('telemetry_time', 'infra', 'warning', 'Telemetry from the future or from beyond the raw retention was refused', 'Check the clock of the sender.', false),
  ('implausible_value', 'infra', 'warning', 'A value is outside its plausible range', 'It is kept and marked, and no decision sees it. Check wiring, model and firmware of the device.', false),
  ('device_silent', 'infra', 'error', 'A device does not answer', 'Check power, cable and gateway; the worker keeps trying.', false),
  ('device_reply', 'infra', 'warning', 'A device or gateway answers wrongly', 'Two masters on one bus, a transparent gateway or a wrong unit id look like this.', false),
  ('clock_skew', 'infra', 'warning', 'The clock of a device is wrong', 'It is corrected once a day; time-of-use settings wait until it is right.', false),
  ('spool_overflow', 'infra', 'error', 'Telemetry was dropped because the spool on disk is full', 'The database was away for too long; give the worker more room (EMS_SPOOL_MB).', false),
  ('job_failed', 'infra', 'error', 'A job failed', 'See its error; it is tried again by itself.', false),
  ('price_missing', 'biz', 'warning', 'Prices of a day are missing', 'The plan stands on the known tail and typical days. Sources are asked again by themselves.', false),
  ('tariff_ending', 'biz', 'warning', 'Rates of the tariff are known for less than 30 days', 'Enter the new ones (distribution_price, levy, supply_contract). Days without them have no price, and the plan stands on typical days.', false),
  ('price_quarantined', 'infra', 'warning', 'A price document is incomplete or odd and was not imported', 'See price_document; another source of the chain may have delivered.', false),
  ('forecast_stale', 'biz', 'warning', 'The forecast is old', 'The last good one is used; see the provider''s error.', false),
  ('forecast_quarantined', 'infra', 'warning', 'A forecast is incomplete or odd and was not imported', 'See forecast_run.', false),
  ('plan_refused', 'biz', 'error', 'No plan could be made', 'The plan before it goes on as far as it reaches; after that the devices go back to their owner''s settings. The message names the input that is missing or wrong.', false),
  ('car_shortfall', 'biz', 'warning', 'The car will not be full in time', 'Plug in earlier, raise the limit, or accept less.', false),
  ('command_failed', 'infra', 'error', 'A setting could not be written', 'See the command''s error. After two retries it rests for an hour, or until something else is wanted.', false),
  ('command_unverified', 'infra', 'error', 'A setting was written and reads back differently', 'The device refused or clamped it, or somebody else changes it.', false),
  ('setting_changed', 'infra', 'warning', 'Somebody else changed a setting that is under control', 'It was set again; if that was you, use an override.', false),
  ('write_budget', 'infra', 'error', 'A register reached its budget of writes for today', 'Nothing but safety is written to it until midnight. Look for a plan that flaps.', false),
  ('grid_meter_stale', 'infra', 'critical', 'The grid meter is silent: cars charge at their safe current', 'Check the meter; everything returns by itself.', false),
  ('fuse_exceeded', 'infra', 'critical', 'The main fuse was overloaded', 'Flexible loads were reduced. Switch something off if it goes on.', false),
  ('control_lost', 'infra', 'error', 'A device could not be given back its owner''s settings', 'It is tried again every quarter of an hour; `ems restore` does it without the database.', false),
  ('safety_lock', 'infra', 'critical', 'Control is locked', 'Find out why, then reset the lock.', true)
on conflict (code) do update set (source, severity, title, help, latched)
  = row (excluded.source, excluded.severity, excluded.title, excluded.help, excluded.latched);
