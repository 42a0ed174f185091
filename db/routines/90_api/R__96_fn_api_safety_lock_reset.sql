create or replace function api.safety_lock_reset(p_site_id text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer jsonb;
begin
  perform ems.fn_member_require(p_site_id, 'installer');
  v_answer := ems.fn_request_begin('safety_lock_reset', jsonb_build_array(p_site_id), now());
  if v_answer is not null then return v_answer; end if;
  select jsonb_agg(jsonb_build_object('alert_id', l.alert_id, 'code', l.code, 'subject', l.subject, 'state', ems.fn_alert_act(p_site_id, l.alert_id, 'reset', ems.fn_author(), now()))) into v_answer
  from (select a.alert_id, a.code, a.subject from ems.alert as a join ems.alert_code as c on c.code = a.code
    where a.site_id = p_site_id and a.state <> 'resolved' and c.latched order by a.alert_id) as l;
  return ems.fn_request_end(jsonb_build_object('site_id', p_site_id, 'reset', coalesce(v_answer, '[]')));
end
$$;
comment on function api.safety_lock_reset(text) is 'Ends every safety lock of a house: who calls it has found out why it locked. Answers what was reset. SA404.';
