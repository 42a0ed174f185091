-- Who may do what: all of it, here. ${flyway:timestamp}: runs every time, since objects may have been made anew.

-- Everything belongs to ems_owner, whoever migrates.
grant ems_owner to current_user;
grant usage, create on schema ems, api to ems_owner;
do $$
declare
  v_object record;
begin
  for v_object in
    select format('alter table %s owner to ems_owner', c.oid::regclass) as command
    from pg_class as c where c.relnamespace in ('ems'::regnamespace, 'api'::regnamespace) and c.relkind in ('r', 'p') and c.relname <> 'flyway_schema_history'
      and c.relowner <> 'ems_owner'::regrole
    union all
    select format('alter view %s owner to ems_owner', c.oid::regclass)
    from pg_class as c where c.relnamespace in ('ems'::regnamespace, 'api'::regnamespace) and c.relkind = 'v' and c.relowner <> 'ems_owner'::regrole
    union all
    select format('alter routine %s owner to ems_owner', p.oid::regprocedure)
    from pg_proc as p where p.pronamespace in ('ems'::regnamespace, 'api'::regnamespace) and p.proowner <> 'ems_owner'::regrole
    union all
    select format('alter type %s owner to ems_owner', t.oid::regtype)
    from pg_type as t join pg_class as c on c.oid = t.typrelid and c.relkind = 'c'
    where t.typnamespace in ('ems'::regnamespace, 'api'::regnamespace) and t.typowner <> 'ems_owner'::regrole
  loop
    execute v_object.command;
  end loop;
end
$$;

-- Nothing by default. (A default privilege of a schema cannot take away what PUBLIC has of every new function; it has no usage of the schemas, and this runs every time.)
revoke all on all routines in schema ems, api from public;
revoke all on all tables in schema ems, api from public;
revoke all on schema ems, api from public;

-- The worker calls functions and touches no table.
grant usage on schema ems to ems_worker;
grant execute on function
  ems.fn_gateway_claim, ems.fn_gateway_release, ems.fn_device_seen, ems.fn_device_silent, ems.fn_poll_plan, ems.fn_poll_derivation,
  ems.fn_ingest_telemetry, ems.fn_aggregate_telemetry, ems.fn_setting_read, ems.fn_clock_read,
  ems.fn_import_price, ems.fn_import_fx, ems.fn_forecast_call, ems.fn_import_forecast, ems.fn_forecast_failed, ems.fn_pv_calibrate,
  ems.fn_create_planning_run, ems.fn_setpoint_make, ems.fn_setpoint_due, ems.fn_command_sent, ems.fn_command_acked, ems.fn_command_verified, ems.fn_command_failed,
  ems.fn_control_release, ems.fn_job_tick, ems.fn_job_claim, ems.fn_job_progress, ems.fn_job_finished, ems.fn_audit_fill_due, ems.fn_fill_audit_interval, ems.fn_retain,
  ems.fn_worker_site, ems.fn_price_wanted, ems.fn_tariff_check, ems.fn_fx_wanted, ems.fn_forecast_wanted, ems.fn_guard_limits, ems.fn_guard_wrote, ems.fn_alert_raise, ems.fn_alert_resolve,
  ems.fn_identity_secret, ems.fn_identity_adopt, ems.fn_setup_token
to ems_worker;

-- Readers see the views; row security decides which houses. Tables are readable through security_invoker views only: schema ems is not exposed.
grant usage on schema ems, api to ems_guest, ems_operator, ems_installer, ems_admin;
grant select on all tables in schema api to ems_guest, ems_operator, ems_installer, ems_admin;
grant select on all tables in schema ems to ems_guest, ems_operator, ems_installer, ems_admin;
-- who may log in, and with what, is nobody's to read
revoke select on ems.identity_setting, ems.user_account, ems.site_member, ems.login_session, ems.refresh_token, ems.api_token, ems.login_source, ems.invitation from ems_guest, ems_operator, ems_installer, ems_admin;
revoke select on ems.price_document, ems.forecast_run from ems_guest;
-- a forecast's origin, not the provider's own words
grant select (site_id, forecast_run_id, provider, issued_at, known_at, status) on ems.forecast_run to ems_guest;
grant execute on function ems.fn_effective_price, ems.fn_price_compose, ems.fn_price_outlook, ems.fn_tariff_band, ems.fn_contract_price, ems.fn_pv_forecast, ems.fn_pv_model, ems.fn_sun_position,
  ems.fn_plane_irradiance, ems.fn_baseline_consumption, ems.fn_load_history, ems.fn_cop, ems.fn_cop_carnot, ems.fn_carnot_ratio, ems.fn_cop_estimate, ems.fn_heat_demand, ems.fn_site_signal, ems.fn_site_signal_15m,
  ems.fn_plan_mode, ems.fn_plan_interval, ems.fn_audit_summary, ems.fn_reason_text, ems.fn_explain, ems.fn_telemetry, ems.fn_telemetry_sample, ems.fn_device_register, ems.fn_encoding_words, ems.fn_override_current, ems.fn_day_bounds, ems.fn_author, ems.fn_job_next, api.my_sites
to ems_guest, ems_operator, ems_installer, ems_admin;
revoke select on ems.request_key from ems_guest, ems_operator, ems_installer, ems_admin;
grant execute on function api.event_since, api.job, api.override_list to ems_guest, ems_operator, ems_installer, ems_admin;
-- Doors that change a house; what changes what the house is made of is an installer's. Who may at which house is asked inside (fn_member_require).
grant execute on function api.request_job, api.override_create, api.override_cancel, api.control_mode, api.alert_act to ems_operator, ems_installer, ems_admin;
grant execute on function api.safety_lock_reset, api.device_register, api.device_validate, api.ingest_telemetry, api.ingest_lines, api.configuration, api.configure, api.job_set, api.site_create to ems_installer, ems_admin;
-- Questions about the past that take their time: what if, and back-tests. They read with the rights of who asks; what they reckon with is arithmetic, as is the solver.
grant execute on function ems.fn_what_if, ems.fn_what_if_changes, ems.fn_standing_charge, ems.fn_past_plan, ems.fn_past_problem, ems.fn_backtest, ems.fn_battery, ems.fn_battery_follow, ems.fn_battery_problem, ems.fn_battery_rule,
  ems.fn_battery_slot, ems.fn_measured_slot, ems.fn_stored_value, ems.fn_solve_plan
to ems_operator, ems_installer, ems_admin;
do $$
declare
  v_step regprocedure;
begin
  for v_step in select p.oid from pg_proc as p where p.pronamespace = 'ems'::regnamespace and p.proname like 'fn\_plan\_%' and p.provolatile = 'i' loop
    execute format('grant execute on function %s to ems_operator, ems_installer, ems_admin', v_step);
  end loop;
end
$$;

-- Whose house it is: every table with a site_id shows the caller's houses only. Owner, worker (whose functions are the owner's) and superusers see all.
-- A partition too: quarter-hours are read without the other levels.
do $$
declare
  v_table record;
begin
  for v_table in
    select c.oid::regclass as name, c.relname, c.relrowsecurity, exists (select from pg_policy as p where p.polrelid = c.oid) as has_policy
    from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attname = 'site_id'
    where c.relnamespace = 'ems'::regnamespace and c.relkind in ('r', 'p')
  loop
    if not v_table.relrowsecurity then
      begin
        execute format('alter table %s enable row level security', v_table.name);
      exception when feature_not_supported then
        -- TimescaleDB has row security or compression, not both. Raw telemetry stays compressed: HTTP reads it through ems.device, whose rows are the caller's.
        raise notice '% is compressed and has no row security: what reads it joins a table that has', v_table.name;
        continue;
      end;
    end if;
    if not v_table.has_policy then
      execute format('create policy %I on %s for select to ems_guest, ems_operator, ems_installer, ems_admin using (site_id = any (array(select ems.fn_member_site())))', v_table.relname || '_member', v_table.name);
    end if;
  end loop;
end
$$;
grant execute on function ems.fn_member_site, ems.fn_member_role, ems.fn_role_rank to ems_guest, ems_operator, ems_installer, ems_admin;

-- The API logs in as authenticator and becomes one of these.
grant usage on schema api to web_anon;
grant execute on function api.login, api.refresh, api.logout, api.setup, api.exchange_token to web_anon, ems_guest, ems_operator, ems_installer, ems_admin;
grant execute on function api.me, api.change_password to ems_guest, ems_operator, ems_installer, ems_admin;
-- Everybody's own tokens; people are an administrator's business, of the house or of all of them (asked inside).
grant execute on function api.token_list, api.token_make, api.token_revoke to ems_guest, ems_operator, ems_installer, ems_admin;
grant execute on function api.user_list, api.user_add, api.user_password, api.user_lock, api.user_role, api.member_set, api.invite, api.invitation_list, api.invitation_revoke to ems_admin;
grant execute on function api.health to web_anon, ems_guest, ems_operator, ems_installer, ems_admin;
grant web_anon, ems_guest, ems_operator, ems_installer, ems_admin to authenticator;
-- What the page asks beside views; each reads with the rights of who asks, but override_preview, which asks the planner and first who asks.
grant execute on function api.telemetry_series to ems_guest, ems_operator, ems_installer, ems_admin;
grant execute on function api.override_preview, api.tariff_preview to ems_operator, ems_installer, ems_admin;
