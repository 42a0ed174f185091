create or replace function ems.fn_refresh(p_token text, p_at timestamptz, out user_id uuid, out session_id uuid, out refusal text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_token record;
  v_email text;
begin
  select t.token_hash, t.used_at, t.expires_at, s.session_id, s.user_id, s.revoked_at, a.locked_at, a.email
  into v_token
  from ems.refresh_token as t join ems.login_session as s on s.session_id = t.session_id join ems.user_account as a on a.user_id = s.user_id
  where t.token_hash = sha256(convert_to(p_token, 'UTF8'))
  for update of t;
  v_email := v_token.email;
  if v_token.token_hash is null or v_token.expires_at <= p_at or v_token.revoked_at is not null or v_token.locked_at is not null then
    refusal := 'over';
    return;
  end if;
  if v_token.used_at is not null then
    -- Two tabs of a page may ask at once; neither is a thief, and the second gets nothing either.
    refusal := 'used';
    if p_at - v_token.used_at <= interval '10 s' then return; end if;
    update ems.login_session as s set revoked_at = p_at, revoked_reason = 'reuse' where s.session_id = v_token.session_id;
    refusal := 'reused';
    perform ems.fn_alert_raise(m.site_id, 'refresh_reuse', v_email, format('a used refresh token of %s came again: that login was ended', v_email), p_at)
    from ems.site as m where exists (select from ems.user_account as a where a.user_id = v_token.user_id and a.role is not null)
      or exists (select from ems.site_member as s where s.site_id = m.site_id and s.user_id = v_token.user_id);
    return;
  end if;
  update ems.refresh_token as t set used_at = p_at where t.token_hash = v_token.token_hash;
  fn_refresh.user_id := v_token.user_id;
  fn_refresh.session_id := v_token.session_id;
end
$$;
comment on function ems.fn_refresh(text, timestamptz) is
  'Uses a refresh token up. refusal: over (unknown, expired, logged out), used (seconds ago: two tabs at once), reused (later: stolen; the login is ended and an alert opened in its houses).';
