create or replace function ems.fn_forecast_call(p_site_id text, p_provider text, p_at timestamptz, out allowed boolean, out reason text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_provider ems.forecast_provider;
  v_retry_at timestamptz;
begin
  perform pg_advisory_xact_lock(hashtextextended('ems.forecast_call ' || p_site_id || p_provider, 0));
  select p.* into strict v_provider from ems.forecast_provider as p where p.provider = p_provider;
  select max(c.retry_at) into v_retry_at from ems.forecast_call as c where c.site_id = p_site_id and c.provider = p_provider;
  reason := case
    when v_retry_at > p_at then format('%s asks not to be called before %s', p_provider, v_retry_at)
    when (select count(*) from ems.forecast_call as c where c.site_id = p_site_id and c.provider = p_provider
      and c.called_at >= date_trunc('day', p_at, 'UTC')) >= v_provider.per_day then format('the budget of %s calls a day is used up', v_provider.per_day)
    when (select count(*) from ems.forecast_call as c where c.site_id = p_site_id and c.provider = p_provider
      and c.called_at > p_at - interval '1 hour') >= v_provider.per_hour then format('the budget of %s calls an hour is used up', v_provider.per_hour)
  end;
  allowed := reason is null;
  if allowed then
    insert into ems.forecast_call (site_id, provider, called_at) values (p_site_id, p_provider, p_at) on conflict do nothing;
  end if;
end
$$;
comment on function ems.fn_forecast_call(text, text, timestamptz) is
  'Asks for leave to call a provider and counts the call when it is given; reason says why not. The budget lives here, so a restart does not refill it.';
