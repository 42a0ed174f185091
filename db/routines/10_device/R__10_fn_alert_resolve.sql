create or replace function ems.fn_alert_resolve(p_site_id text, p_code text, p_subject text, p_at timestamptz, p_by text)
returns integer
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with resolved as (
    update ems.alert as a
    set state = 'resolved', resolved_at = p_at, resolved_by = p_by
    from ems.alert_code as c
    where c.code = a.code and a.site_id = p_site_id and a.code = p_code and a.subject = p_subject and a.state <> 'resolved'
      and not c.latched
    returning 1
  )
  select count(*)::integer from resolved;
$$;
comment on function ems.fn_alert_resolve(text, text, text, timestamptz, text) is
  'Ends the open alert of this code and subject because its cause is gone; returns how many (0 or 1). Latched alerts stay until a person resets them.';
