create or replace function ems.fn_device_validate(p_site_id text, p_device text, p_validated boolean, p_author text, p_at timestamptz)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update ems.device
  set validated = p_validated, validated_at = case when p_validated then p_at end, validated_by = case when p_validated then p_author end
  where site_id = p_site_id and device = p_device;
  if not found then
    raise exception 'no device % at site %', p_device, p_site_id using errcode = 'SA404', hint = 'Register it first.';
  end if;
  if p_validated then
    perform ems.fn_alert_resolve(p_site_id, 'unvalidated_device', p_device, p_at, p_author);
  end if;
end
$$;
comment on function ems.fn_device_validate(text, text, boolean, text, timestamptz) is
  'A person vouches for a device, or takes it back; from then on its telemetry is stored, or refused. SA404.';
