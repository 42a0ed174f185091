create or replace function ems.fn_login(p_email text, p_password text, p_address inet, p_at timestamptz, out user_id uuid, out retry_after_s integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_email text := left(lower(btrim(coalesce(p_email, ''))), 254);
  v_account record;
  v_source ems.login_source;
  v_cost integer := (select s.bcrypt_work from ems.identity_setting as s);
  v_known boolean;
  v_recent bigint;
  v_failures integer;
  v_free integer;
begin
  -- One guess at a time from one place: a thousand at once are refused, not hashed.
  if not pg_try_advisory_xact_lock(hashtextextended(v_email || ' ' || p_address::text, 0)) then
    retry_after_s := 1;
    return;
  end if;
  select * into v_source from ems.login_source as s where s.email = v_email and s.address = p_address;
  v_known := coalesce(v_source.succeeded_at > p_at - interval '2160 hours', false);
  if not v_known then
    if v_source.not_before > p_at then
      retry_after_s := ceil(extract(epoch from v_source.not_before - p_at));
      return;
    end if;
    -- Many accounts from one place: a try a minute.
    select ceil(extract(epoch from max(s.failed_at) + interval '1 min' - p_at)) into retry_after_s
    from ems.login_source as s where s.address = p_address and s.failed_at > p_at - interval '15 min' having sum(s.failures) >= 20;
    if retry_after_s > 0 then return; end if;
    retry_after_s := null;
  end if;

  select a.user_id, a.password_hash into v_account from ems.user_account as a where a.email = v_email and a.locked_at is null;
  -- An account that does not exist takes as long as one that does.
  if public.crypt(left(coalesce(p_password, ''), 72), coalesce(v_account.password_hash, public.gen_salt('bf', v_cost))) = v_account.password_hash and octet_length(p_password) <= 72 then
    insert into ems.login_source as s (email, address, failures, succeeded_at) values (v_email, p_address, 0, p_at)
    on conflict (email, address) do update set failures = 0, not_before = null, succeeded_at = p_at;
    fn_login.user_id := v_account.user_id;
    return;
  end if;

  select coalesce(sum(s.failures), 0) into v_recent from ems.login_source as s where s.email = v_email and s.failed_at > p_at - interval '1 hour';
  v_failures := case when v_source.failed_at > p_at - interval '24 hours' then v_source.failures else 0 end + 1;
  v_free := case when v_recent > 50 then 1 else 5 end;
  -- Five tries are free, one where the account is under attack from many places; then 1 s, 2 s, 4 s … 15 min.
  insert into ems.login_source as s (email, address, failures, failed_at, not_before)
  values (v_email, p_address, v_failures, p_at, p_at + case when v_failures >= v_free then least(interval '15 min', interval '1 s' * power(2, least(v_failures - v_free, 12))) else '0' end)
  on conflict (email, address) do update set failures = excluded.failures, failed_at = excluded.failed_at, not_before = excluded.not_before;
  if v_recent + 1 in (20, 100, 500) then
    perform ems.fn_alert_raise(m.site_id, 'login_failures', v_email, format('%s wrong passwords for %s within an hour, the last from %s', v_recent + 1, v_email, host(p_address)), p_at)
    from ems.site as m where exists (select from ems.user_account as a where a.user_id = v_account.user_id and a.role is not null)
      or exists (select from ems.site_member as s where s.site_id = m.site_id and s.user_id = v_account.user_id);
  end if;
end
$$;
comment on function ems.fn_login(text, text, inet, timestamptz) is
  'Whether this password is right: user_id, or NULL. retry_after_s: nothing was looked at, for so many seconds. Guessing gets slower for the place it comes from and never for the owner: a place that has known the right password within 90 days is always listened to, and a new place gets a first try whatever others do.';
