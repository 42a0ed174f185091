create or replace function ems.fn_forecast_failed(p_site_id text, p_provider text, p_called_at timestamptz, p_error text, p_retry_at timestamptz, p_at timestamptz)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_known_at timestamptz;
begin
  update ems.forecast_call as c set outcome = left(p_error, 500), retry_at = p_retry_at
  where c.site_id = p_site_id and c.provider = p_provider and c.called_at = p_called_at;
  select max(r.known_at) into v_known_at from ems.forecast_run as r where r.site_id = p_site_id and r.provider = p_provider and r.status = 'accepted';
  if v_known_at is null or v_known_at < p_at - interval '6 hours' then
    perform ems.fn_alert_raise(p_site_id, 'forecast_stale', p_provider,
      format('%s: %s; the last forecast is %s', p_provider, p_error, coalesce('from ' || to_char(v_known_at at time zone s.time_zone, 'YYYY-MM-DD HH24:MI'), 'missing')), p_at)
    from ems.site as s where s.site_id = p_site_id;
  end if;
end
$$;
comment on function ems.fn_forecast_failed(text, text, timestamptz, text, timestamptz, timestamptz) is
  'A call of a provider brought nothing: notes why and when it may be called again; past six hours without a forecast raises forecast_stale.';
