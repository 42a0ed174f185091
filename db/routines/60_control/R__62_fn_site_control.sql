create or replace function ems.fn_site_control(p_site_id text, p_mode text, p_author text, p_at timestamptz) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update ems.site set control_mode = p_mode where site_id = p_site_id;
  if not found then
    raise exception 'no site %', p_site_id using errcode = 'SA404';
  end if;
  if p_mode = 'observe' then
    perform ems.fn_control_release(p_site_id, null, format('%s switched to observing', p_author), p_at);
  end if;
  perform pg_notify('ems_event', json_build_object('kind', 'site', 'site', p_site_id)::text);
  return p_mode;
end
$$;
comment on function ems.fn_site_control(text, text, text, timestamptz) is
  'Switches control on (control) or off (observe: the owner''s settings are written back and nothing else ever). SA404; another mode is refused by the table''s check.';
