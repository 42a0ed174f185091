-- Who may do what, seen from the catalogue.
begin;
select plan(23);
create temporary view routine as select p.oid, p.oid::regprocedure::text as routine, n.nspname || '.' || p.proname as name, p.prosecdef, p.provolatile, p.proowner from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace where n.nspname in ('ems', 'api');
create temporary view relation as select c.oid, c.oid::regclass::text as relation, c.relkind, c.relowner, c.relnamespace from pg_class as c where c.relnamespace in ('ems'::regnamespace, 'api'::regnamespace) and c.relkind in ('r', 'p', 'v', 'S') and c.relname <> 'flyway_schema_history';
select is_empty($$ select rolname from pg_roles where (rolname like 'ems\_%' or rolname in ('web_anon', 'authenticator')) and (rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication) $$, 'no role of ours has powers over the server');
select is((select array_agg(rolname::text order by rolname) from pg_roles where rolname like 'ems\_%' or rolname in ('web_anon', 'authenticator')), '{authenticator,ems_admin,ems_guest,ems_installer,ems_operator,ems_owner,ems_worker,web_anon}'::text[], 'these are all');
select is((select rolinherit from pg_roles where rolname = 'authenticator'), false, 'who logs in for the API has no right by itself');
select is_empty($$ select relation, relowner::regrole from relation where relowner <> 'ems_owner'::regrole union all select routine, proowner::regrole from routine where proowner <> 'ems_owner'::regrole $$, 'everything belongs to ems_owner');
select is_empty($$ select routine from routine where has_function_privilege('public', oid, 'execute') $$, 'PUBLIC may execute nothing');
select is_empty($$ select relation from relation where case when relkind <> 'S' then has_table_privilege('public', oid, 'select, insert, update, delete') end $$, 'and touch nothing');
select is(has_schema_privilege('public', 'ems', 'usage') or has_schema_privilege('public', 'api', 'usage'), false, 'nor see the schemas');
-- the worker
select is_empty($$ select relation from relation where relkind <> 'S' and has_table_privilege('ems_worker', oid, 'select, insert, update, delete, truncate, references, trigger') $$, 'the worker touches no table and no view');
select is_empty($$ select relation from relation where case relkind when 'S' then has_sequence_privilege('ems_worker', oid, 'usage, select, update') end $$, 'no sequence');
select is(has_schema_privilege('ems_worker', 'ems', 'usage') and not has_schema_privilege('ems_worker', 'ems', 'create') and not has_schema_privilege('ems_worker', 'api', 'usage'), true, 'uses schema ems, makes nothing in it, and has no business in api');
select results_eq($$ select substr(name, 5) collate "C" from routine where has_function_privilege('ems_worker', oid, 'execute') order by 1 $$, $$ select f collate "C" from unnest('{
  fn_aggregate_telemetry,fn_alert_raise,fn_alert_resolve,fn_audit_fill_due,fn_clock_read,fn_command_acked,fn_command_failed,fn_command_sent,fn_command_verified,fn_control_release,fn_create_planning_run,fn_device_seen,fn_device_silent,
  fn_fill_audit_interval,fn_forecast_call,fn_forecast_failed,fn_forecast_wanted,fn_fx_wanted,fn_gateway_claim,fn_gateway_release,fn_guard_limits,fn_guard_wrote,fn_identity_adopt,fn_identity_secret,fn_import_forecast,fn_import_fx,fn_import_price,fn_ingest_telemetry,fn_job_claim,fn_job_finished,
  fn_job_progress,fn_job_tick,fn_poll_derivation,fn_poll_plan,fn_price_wanted,fn_pv_calibrate,fn_retain,fn_setpoint_due,fn_setpoint_make,fn_setting_read,fn_setup_token,fn_tariff_check,fn_worker_site}'::text[]) as f order by 1 $$, 'calls exactly these functions');
select is_empty($$ select routine from routine where has_function_privilege('ems_worker', oid, 'execute') and not prosecdef $$, 'each of which acts with its owner''s rights, as the worker has none on what they read');
-- law 5 and 7: nobody but functions writes
select is_empty($$ select r, relation from relation cross join unnest('{ems_worker,ems_guest,ems_operator,ems_installer,ems_admin,web_anon,authenticator}'::text[]) as r where relkind <> 'S' and has_table_privilege(r, oid, 'insert, update, delete, truncate, trigger') $$, 'no role writes a table: functions do');
select is_empty($$ select routine from routine where prosecdef and has_function_privilege('ems_guest', oid, 'execute')
  and name not in ('api.health', 'api.login', 'api.refresh', 'api.logout', 'api.setup', 'api.exchange_token', 'api.change_password', 'api.me', 'api.token_list', 'api.token_make', 'api.token_revoke', 'ems.fn_member_site', 'ems.fn_member_role') $$,
  'nothing a guest calls acts with more than her rights, but health, what logs her in, and what is about her own account');
select is_empty($$ select routine from routine where prosecdef and name like 'ems.%' and name not in ('ems.fn_member_site', 'ems.fn_member_role')
  and (has_function_privilege('ems_operator', oid, 'execute') or has_function_privilege('ems_installer', oid, 'execute') or has_function_privilege('ems_admin', oid, 'execute')) $$, 'and for everybody else only the doors of api do (and what says whose house it is)');
select is_empty($$ select routine from routine join pg_proc as p using (oid) where p.pronamespace = 'api'::regnamespace and p.prosecdef and p.proargnames[1] = 'p_site_id' and p.prosrc !~ 'fn_(member|account)_' $$, 'each door that names a house asks whether the caller is of it, or of all');
select is_empty($$ select routine from routine where provolatile = 'v' and name like 'ems.%' and (has_function_privilege('ems_guest', oid, 'execute') or has_function_privilege('ems_operator', oid, 'execute') or has_function_privilege('ems_installer', oid, 'execute') or has_function_privilege('ems_admin', oid, 'execute')) $$, 'no API role executes anything of ems that writes');
select results_eq($$ select name collate "C" from routine where has_function_privilege('web_anon', oid, 'execute') order by 1 $$, $$ select unnest('{api.exchange_token,api.health,api.login,api.logout,api.refresh,api.setup}'::text[]) collate "C" $$, 'nobody in particular may ask for health, and log in');
select is_empty($$ select relation from relation where relkind <> 'S' and (has_table_privilege('web_anon', oid, 'select') or has_table_privilege('authenticator', oid, 'select')) $$, 'and read nothing');
select is_empty($$ select routine from routine where has_function_privilege('authenticator', oid, 'execute') $$, 'who logs in for the API executes nothing before it has become somebody');
select is_empty($$ select relation from relation where relkind = 'v' and relnamespace = 'api'::regnamespace and not has_table_privilege('ems_guest', oid, 'select') $$, 'a guest reads every view of api');
select is(has_table_privilege('ems_guest', 'ems.price_document', 'select') or has_table_privilege('ems_guest', 'ems.forecast_run', 'select'), false, 'but not the answers of sources as they came');
-- whose house it is
select is_empty($$ select r.relation from relation as r join pg_class as c using (oid) join pg_attribute as a on a.attrelid = r.oid and a.attname = 'site_id'
  -- (TimescaleDB compresses raw frames instead, where its edition can)
  where r.relkind in ('r', 'p') and not (r.relation = 'ems.telemetry_frame' and ems.fn_has_timescaledb()) and not (c.relrowsecurity and (c.relispartition or exists (select from pg_policy as p where p.polrelid = r.oid))) $$, 'row security stands on every table with a site_id');
select * from finish();
rollback;
