create or replace function ems.fn_device_silent(p_site_id text, p_device text, p_code text, p_error text, p_at timestamptz)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if p_code not in ('device_silent', 'device_reply') then
    raise exception 'unknown code %', p_code using errcode = 'SA400', hint = 'device_silent or device_reply.';
  end if;
  perform ems.fn_alert_raise(p_site_id, p_code, p_device, format('%s: %s', p_device, p_error), p_at);
end
$$;
comment on function ems.fn_device_silent(text, text, text, text, timestamptz) is
  'A device did not answer (device_silent) or answered wrongly (device_reply): raises the alert. SA400 for another code.';
