create or replace function api.override_create(
  p_site_id text, p_kind text, p_reason text, p_ends_at timestamptz default null, p_minutes integer default null,
  p_device text default null, p_power_w double precision default null, p_energy_wh double precision default null, p_starts_at timestamptz default null
) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer jsonb;
  v_id bigint;
begin
  perform ems.fn_member_require(p_site_id, 'operator');
  v_answer := ems.fn_request_begin('override_create', jsonb_build_array(p_site_id, p_kind, p_reason, p_ends_at, p_minutes, p_device, p_power_w, p_energy_wh, p_starts_at), now());
  if v_answer is not null then return v_answer; end if;
  if (p_ends_at is null) = (p_minutes is null) or p_minutes not between 1 and 10080 then
    raise exception 'an override needs either ends_at or minutes (1 to 10080)' using errcode = 'SA422', constraint = 'override_time_to_live',
      detail = format('ends_at=%s minutes=%s', p_ends_at, p_minutes), hint = 'It never stays by itself: say until when.';
  end if;
  if p_kind is null or coalesce(p_reason, '') = '' then
    raise exception 'an override needs kind and reason' using errcode = 'SA422', constraint = 'override_kind_and_reason', detail = format('kind=%s reason=%s', p_kind, p_reason);
  end if;
  v_id := ems.fn_override_create(p_site_id, p_kind, coalesce(p_ends_at, coalesce(p_starts_at, now()) + make_interval(mins => p_minutes)), ems.fn_author(), p_reason, now(),
    p_device, p_power_w, p_energy_wh, p_starts_at);
  return ems.fn_request_end((select to_jsonb(o) from ems.vw_override as o where o.site_id = p_site_id and o.override_id = v_id), 201, format('/api/v1/sites/%s/overrides/%s', p_site_id, v_id));
end
$$;
comment on function api.override_create(text, text, text, timestamptz, integer, text, double precision, double precision, timestamptz) is
  'Wants something else than the plan: battery_charge, battery_hold, battery_discharge, battery_auto, car_now, car_pause, heat_boost, heat_reduce, export_stop, hands_off; until p_ends_at or for p_minutes, seven days at most. '
  'Answers 201 with the override. SA404: no such site; SA422: no end, no reason, no device that can.';
