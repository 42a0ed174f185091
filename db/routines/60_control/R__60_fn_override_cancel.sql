create or replace function ems.fn_override_cancel(p_site_id text, p_override_id bigint, p_author text, p_at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update ems.override set cancelled_at = p_at, cancelled_by = p_author
  where site_id = p_site_id and override_id = p_override_id and cancelled_at is null and ends_at > p_at;
  if found then
    perform pg_notify('ems_event', json_build_object('kind', 'override', 'site', p_site_id, 'id', p_override_id)::text);
    return true;
  end if;
  if not exists (select from ems.override where site_id = p_site_id and override_id = p_override_id) then
    raise exception 'no override % at site %', p_override_id, p_site_id using errcode = 'SA404';
  end if;
  return false;
end
$$;
comment on function ems.fn_override_cancel(text, bigint, text, timestamptz) is 'Takes an override back; false where it was over or cancelled already. SA404.';
