create or replace function ems.fn_device_seen(p_site_id text, p_device text, p_at timestamptz, p_identity jsonb default '{}')
returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_known ems.device;
begin
  select d.* into v_known from ems.device as d where d.site_id = p_site_id and d.device = p_device;
  if not found then return; end if;
  if p_identity ->> 'serial_number' <> v_known.serial_number then
    -- Another device under the same address: its values are not trusted until somebody has looked.
    update ems.device set validated = false, validated_at = null, validated_by = null
    where site_id = p_site_id and device = p_device;
    perform ems.fn_alert_raise(p_site_id, 'unvalidated_device', p_device,
      format('%s answers with serial number %s, it was %s', p_device, p_identity ->> 'serial_number', v_known.serial_number), p_at, p_identity);
  end if;
  update ems.device
  set first_seen_at = coalesce(first_seen_at, p_at), last_seen_at = greatest(last_seen_at, p_at),
      serial_number = coalesce(p_identity ->> 'serial_number', serial_number),
      firmware_version = coalesce(p_identity ->> 'firmware_version', firmware_version),
      hardware_revision = coalesce(p_identity ->> 'hardware_revision', p_identity ->> 'protocol_version', hardware_revision)
  where site_id = p_site_id and device = p_device;
  perform ems.fn_alert_resolve(p_site_id, 'device_silent', p_device, p_at, 'device answers');
end
$$;
comment on function ems.fn_device_seen(text, text, timestamptz, jsonb) is
  'A device answered: notes when and what it says of itself, and ends its device_silent alert. Another serial number than before takes its validation away.';
