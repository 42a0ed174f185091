-- Jobs and when they are due, in the site's own time.
insert into ems.job_kind (job, title, rank, local_times, every, delay, catch_up, lease, retry_after, retry_until) values
  ('price_import'   , 'Import day-ahead prices'          , 1, '{13:30,14:00,00:05}', null    , '0'    , 'latest', '5 min', '10 min', '8 hours'),
  ('fx_import'      , 'Import exchange rates'            , 2, '{14:45}'            , null    , '0'    , 'latest', '5 min', '15 min', '8 hours'),
  ('forecast_import', 'Import the forecast'              , 3, '{}'                 , '2 hours', '5 min', 'latest', '5 min', '10 min', '90 min'),
  ('plan_daily'     , 'Plan until the end of tomorrow'   , 4, '{15:00}'            , null    , '0'    , 'latest', '2 min', '1 min' , '1 hour'),
  ('plan_rolling'   , 'Plan again'                       , 5, '{}'                 , '15 min', '0'    , 'latest', '2 min', '1 min' , '10 min'),
  ('setpoint_export', 'Decide what the devices do'       , 6, '{}'                 , '15 min', '0'    , 'latest', '2 min', '30 s'  , '10 min'),
  ('audit_fill'     , 'Compare plan and truth'           , 7, '{}'                 , '15 min', '1 min', 'latest', '5 min', '2 min' , '2 hours'),
  ('pv_calibrate'   , 'Learn from yesterday''s sun'      , 8, '{03:20}'            , null    , '0'    , 'latest', '5 min', '30 min', '6 hours'),
  ('retain'         , 'Drop what is too old'             , 9, '{03:40}'            , null    , '0'    , 'latest', '30 min', '30 min', '6 hours')
on conflict (job) do update set (title, rank, local_times, every, delay, catch_up, lease, retry_after, retry_until)
  = row (excluded.title, excluded.rank, excluded.local_times, excluded.every, excluded.delay, excluded.catch_up, excluded.lease, excluded.retry_after, excluded.retry_until);
