-- Who may do what: role × object × verb, cell by cell, as data. Each cell is tried, not looked up: as the role, against the object, and undone.
-- A new view, door or table has no row yet and fails here until somebody has said who may use it.
begin;
-- The five places stand for web_anon, ems_guest, ems_operator, ems_installer, ems_admin: x may, . may not.
create temporary table relation_right (object text primary key, may_select text, may_insert text, may_update text, may_delete text);
insert into relation_right values
  ('api.vw_actual_baseline', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_alert', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_audit_interval', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_audit_summary', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_baseline', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_command', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_device', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_device_model', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_device_setting', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_forecast', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_gateway_model', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_heat_pump_cop_history', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_job', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_job_run', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_latest_telemetry', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_market', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_override', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_page_contract', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_page_month', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_page_now', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_page_register', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_page_timeline', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_plan', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_plan_explanation', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_planning_interval', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_planning_run', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_setpoint', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_site', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_site_effective_price', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_telemetry', '.xxxx', '.....', '.....', '.....'),
  ('api.vw_telemetry_15m_7d', '.xxxx', '.....', '.....', '.....'),
  ('ems.aggregator_state', '.xxxx', '.....', '.....', '.....'),
  ('ems.alert', '.xxxx', '.....', '.....', '.....'),
  ('ems.alert_code', '.xxxx', '.....', '.....', '.....'),
  ('ems.api_token', '.....', '.....', '.....', '.....'),
  ('ems.audit_interval', '.xxxx', '.....', '.....', '.....'),
  ('ems.battery', '.xxxx', '.....', '.....', '.....'),
  ('ems.breaker_price', '.xxxx', '.....', '.....', '.....'),
  ('ems.car_demand', '.xxxx', '.....', '.....', '.....'),
  ('ems.charger', '.xxxx', '.....', '.....', '.....'),
  ('ems.command', '.xxxx', '.....', '.....', '.....'),
  ('ems.device', '.xxxx', '.....', '.....', '.....'),
  ('ems.device_derivation', '.xxxx', '.....', '.....', '.....'),
  ('ems.device_mode', '.xxxx', '.....', '.....', '.....'),
  ('ems.device_model', '.xxxx', '.....', '.....', '.....'),
  ('ems.device_model_signal', '.xxxx', '.....', '.....', '.....'),
  ('ems.device_point', '.xxxx', '.....', '.....', '.....'),
  ('ems.device_register', '.xxxx', '.....', '.....', '.....'),
  ('ems.device_setting', '.xxxx', '.....', '.....', '.....'),
  ('ems.distribution_price', '.xxxx', '.....', '.....', '.....'),
  ('ems.forecast_call', '.xxxx', '.....', '.....', '.....'),
  ('ems.forecast_provider', '.xxxx', '.....', '.....', '.....'),
  ('ems.forecast_run', '..xxx', '.....', '.....', '.....'),
  ('ems.forecast_value', '.xxxx', '.....', '.....', '.....'),
  ('ems.fx_rate', '.xxxx', '.....', '.....', '.....'),
  ('ems.gateway', '.xxxx', '.....', '.....', '.....'),
  ('ems.gateway_model', '.xxxx', '.....', '.....', '.....'),
  ('ems.heat_pump', '.xxxx', '.....', '.....', '.....'),
  ('ems.holiday', '.xxxx', '.....', '.....', '.....'),
  ('ems.identity_setting', '.....', '.....', '.....', '.....'),
  ('ems.invitation', '.....', '.....', '.....', '.....'),
  ('ems.job', '.xxxx', '.....', '.....', '.....'),
  ('ems.job_kind', '.xxxx', '.....', '.....', '.....'),
  ('ems.job_run', '.xxxx', '.....', '.....', '.....'),
  ('ems.levy', '.xxxx', '.....', '.....', '.....'),
  ('ems.load_profile', '.xxxx', '.....', '.....', '.....'),
  ('ems.login_session', '.....', '.....', '.....', '.....'),
  ('ems.login_source', '.....', '.....', '.....', '.....'),
  ('ems.market', '.xxxx', '.....', '.....', '.....'),
  ('ems.market_interval_price', '.xxxx', '.....', '.....', '.....'),
  ('ems.metric', '.xxxx', '.....', '.....', '.....'),
  ('ems.override', '.xxxx', '.....', '.....', '.....'),
  ('ems.planning_interval', '.xxxx', '.....', '.....', '.....'),
  ('ems.planning_run', '.xxxx', '.....', '.....', '.....'),
  ('ems.price_document', '..xxx', '.....', '.....', '.....'),
  ('ems.price_source', '.xxxx', '.....', '.....', '.....'),
  ('ems.pv_calibration', '.xxxx', '.....', '.....', '.....'),
  ('ems.pv_plane', '.xxxx', '.....', '.....', '.....'),
  ('ems.refresh_token', '.....', '.....', '.....', '.....'),
  ('ems.request_key', '.....', '.....', '.....', '.....'),
  ('ems.retention', '.xxxx', '.....', '.....', '.....'),
  ('ems.setpoint', '.xxxx', '.....', '.....', '.....'),
  ('ems.site', '.xxxx', '.....', '.....', '.....'),
  ('ems.site_distribution', '.xxxx', '.....', '.....', '.....'),
  ('ems.site_forecast', '.xxxx', '.....', '.....', '.....'),
  ('ems.site_member', '.....', '.....', '.....', '.....'),
  ('ems.site_signal', '.xxxx', '.....', '.....', '.....'),
  ('ems.supply_contract', '.xxxx', '.....', '.....', '.....'),
  ('ems.tariff_window', '.xxxx', '.....', '.....', '.....'),
  ('ems.telemetry_aggregate', '.xxxx', '.....', '.....', '.....'),
  ('ems.telemetry_frame', '.xxxx', '.....', '.....', '.....'),
  ('ems.telemetry_last', '.xxxx', '.....', '.....', '.....'),
  ('ems.telemetry_pack', '.xxxx', '.....', '.....', '.....'),
  ('ems.telemetry_refusal', '.xxxx', '.....', '.....', '.....'),
  ('ems.user_account', '.....', '.....', '.....', '.....'),
  ('ems.write_ledger', '.xxxx', '.....', '.....', '.....');
create temporary table routine_right (object text primary key, may_execute text);
insert into routine_right values
  ('api.alert_act(text,bigint,text)', '..xxx'),
  ('api.change_password(text,text)', '.xxxx'),
  ('api.configuration(text)', '...xx'),
  ('api.configure(text,jsonb,boolean)', '...xx'),
  ('api.control_mode(text,text)', '..xxx'),
  ('api.device_register(text,text,text,text,integer)', '...xx'),
  ('api.device_validate(text,text,boolean)', '...xx'),
  ('api.event_since(text,bigint)', '.xxxx'),
  ('api.exchange_token(text)', 'xxxxx'),
  ('api.health()', 'xxxxx'),
  ('api.ingest_lines(text,text,bigint)', '...xx'),
  ('api.ingest_telemetry(text,jsonb,bigint)', '...xx'),
  ('api.invitation_list(text)', '....x'),
  ('api.invitation_revoke(text,text)', '....x'),
  ('api.invite(text,text,text)', '....x'),
  ('api.job(text,bigint)', '.xxxx'),
  ('api.job_set(text,text,boolean,time without time zone[])', '...xx'),
  ('api.login(text,text,boolean)', 'xxxxx'),
  ('api.logout(text)', 'xxxxx'),
  ('api.me()', '.xxxx'),
  ('api.member_set(text,text,text)', '....x'),
  ('api.my_sites()', '.xxxx'),
  ('api.override_cancel(text,bigint)', '..xxx'),
  ('api.override_create(text,text,text,timestamp with time zone,integer,text,double precision,double precision,timestamp with time zone)', '..xxx'),
  ('api.override_list(text)', '.xxxx'),
  ('api.override_preview(text,text,timestamp with time zone,double precision,double precision,timestamp with time zone)', '..xxx'),
  ('api.refresh(text)', 'xxxxx'),
  ('api.request_job(text,text,jsonb)', '..xxx'),
  ('api.safety_lock_reset(text)', '...xx'),
  ('api.setup(text,text,text,boolean)', 'xxxxx'),
  ('api.site_create(text,jsonb,boolean)', '...xx'),
  ('api.tariff_preview(text,jsonb,date)', '..xxx'),
  ('api.telemetry_series(text,text,text,timestamp with time zone,timestamp with time zone,integer)', '.xxxx'),
  ('api.token_list()', '.xxxx'),
  ('api.token_make(text,text,integer)', '.xxxx'),
  ('api.token_revoke(text)', '.xxxx'),
  ('api.user_add(text,text,text,text,text,text)', '....x'),
  ('api.user_list(text)', '....x'),
  ('api.user_lock(text,boolean)', '....x'),
  ('api.user_password(text,text)', '....x'),
  ('api.user_role(text,text)', '....x');

create temporary table cell as
select r.object, v.verb, (array['web_anon', 'ems_guest', 'ems_operator', 'ems_installer', 'ems_admin'])[n.n] as role, substr(v.rights, n.n, 1) = 'x' as allowed
from (
  select object, verb, rights from relation_right cross join lateral (values ('select', may_select), ('insert', may_insert), ('update', may_update), ('delete', may_delete)) as v (verb, rights)
  union all select object, 'execute', may_execute from routine_right
) as v
cross join lateral (select v.object) as r
cross join generate_series(1, 5) as n;

-- What happens: nobody keeps anything of it.
create function pg_temp.try(p_role text, p_object text, p_verb text) returns boolean language plpgsql as $$
declare
  v_column text;
  v_statement text;
begin
  if p_verb = 'execute' then
    select format('select %s(%s)', p.oid::regproc, string_agg('null::' || format_type(a.type, null), ', ' order by a.n)) into v_statement
    from pg_proc as p left join lateral unnest(p.proargtypes) with ordinality as a (type, n) on true where p.oid = p_object::regprocedure group by p.oid;
  else
    select quote_ident(attname) into v_column from pg_attribute where attrelid = p_object::regclass and attnum > 0 and attidentity = '' order by attnum limit 1;
    v_statement := format(case p_verb when 'select' then 'select * from %1$s limit 0' when 'insert' then 'insert into %1$s (%2$s) values (null)'
      when 'update' then 'update %1$s set %2$s = null where false' else 'delete from %1$s where false' end, p_object, v_column);
  end if;
  begin
    perform set_config('role', p_role, true);
    execute v_statement;
    raise exception 'undo' using errcode = 'TEST0';
  exception
    -- what no one can write (a view of several tables) no role can
    when insufficient_privilege or object_not_in_prerequisite_state or feature_not_supported then return false;
    when others then return true;
  end;
end
$$;
select plan((select count(*)::int from cell) + 2);
select is_empty($$ select c.oid::regclass::text from pg_class as c
  where c.relkind in ('r', 'p', 'v') and not c.relispartition and c.relname <> 'flyway_schema_history' and (c.relnamespace = 'api'::regnamespace or (c.relnamespace = 'ems'::regnamespace and c.relkind <> 'v'))
    and c.oid not in (select object::regclass from relation_right)
  union all select p.oid::regprocedure::text from pg_proc as p where p.pronamespace = 'api'::regnamespace and p.oid not in (select object::regprocedure from routine_right) $$,
  'every table of ems, every view and function of api has its row');
select is((select count(*) from cell where allowed and role = 'web_anon' and verb <> 'execute'), 0::bigint, 'nobody in particular reads or writes anything');
-- seen with no house at all: rights are the same, and nothing is done
set local request.jwt.claims = '{"role": "nobody"}';
select is(pg_temp.try(role, object, verb), allowed, format('%s %s %s %s', role, case when allowed then 'may' else 'may not' end, verb, object)) from cell order by object, verb, role;
select * from finish();
rollback;
