create or replace function ems.fn_command_sent(
  p_site_id text, p_command_id bigint, p_worker text, p_value_before double precision, p_write boolean, p_at timestamptz
) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  -- Settings live in memory that wears out: a hard stop per register and day. Safety, restoring and virtual inputs are counted and never refused.
  c_budget constant integer := 100;
  v_command ems.command;
  v_site ems.site;
  v_device text;
  v_verdict text := 'go';
  v_writes integer;
  v_exempt boolean;
begin
  select c.* into v_command from ems.command as c where c.site_id = p_site_id and c.command_id = p_command_id for update;
  if not found then
    raise exception 'no command % at site %', p_command_id, p_site_id using errcode = 'SA404';
  end if;
  if v_command.state <> 'pending' then return 'taken'; end if;
  select s.* into v_site from ems.site as s where s.site_id = p_site_id;
  select d.device into v_device from ems.device as d where d.site_id = p_site_id and d.device_id = v_command.device_id;

  if v_command.expires_at <= p_at then
    update ems.command set state = 'expired', finished_at = p_at where site_id = p_site_id and command_id = p_command_id;
    return 'expired';
  elsif v_command.purpose <> 'restore' and v_site.control_mode = 'observe'
    or v_command.purpose = 'setpoint' and exists (select from ems.alert as a where a.site_id = p_site_id and a.code = 'safety_lock' and a.state <> 'resolved')
  then
    v_verdict := 'observe';
  elsif p_write then
    v_exempt := v_command.purpose in ('safety', 'restore') or exists (select from ems.device as d join ems.device_register as r on r.device_model = d.device_model
      where d.site_id = p_site_id and d.device_id = v_command.device_id and r.point = v_command.point and r.path is not null);
    insert into ems.write_ledger as l (site_id, device_id, point, local_day, writes, exempt)
    values (p_site_id, v_command.device_id, v_command.point, (p_at at time zone v_site.time_zone)::date, 1, v_exempt::integer)
    on conflict (site_id, device_id, point, local_day) do update
      set writes = l.writes + 1, exempt = l.exempt + excluded.exempt
      where v_exempt or l.writes < c_budget
    returning l.writes into v_writes;
    if v_writes is null then v_verdict := 'budget'; end if;
  end if;

  if v_verdict <> 'go' then
    update ems.command set state = 'failed', finished_at = p_at,
      error = case when v_verdict = 'observe' and v_site.control_mode = 'observe' then 'the site only observes' when v_verdict = 'observe' then 'control is locked for safety' else format('the budget of %s writes a day is used up', c_budget) end
    where site_id = p_site_id and command_id = p_command_id;
    if v_verdict = 'budget' then
      perform ems.fn_alert_raise(p_site_id, 'write_budget', format('%s %s', v_device, v_command.point), format('%s: %s was written %s times today', v_device, v_command.point, c_budget), p_at);
    end if;
    return v_verdict;
  end if;
  update ems.command set state = 'sent', sent_at = p_at, worker = p_worker, value_before = p_value_before, written = p_write
  where site_id = p_site_id and command_id = p_command_id;
  return 'go';
end
$$;
comment on function ems.fn_command_sent(text, bigint, text, double precision, boolean, timestamptz) is
  'A worker is about to write, or found that the register already holds the value (p_write false): takes the command and counts the write. go: do it. Otherwise do not: taken (another has it), expired, '
  'observe (the site only observes, or is locked for safety: enforced here), budget (100 writes of this register today; safety, restoring and virtual inputs exempt). SA404.';
