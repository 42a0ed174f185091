create or replace function ems.fn_alert_raise(
  p_site_id text, p_code text, p_subject text, p_message text, p_at timestamptz, p_detail jsonb default '{}'
) returns bigint
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into ems.alert as a (site_id, code, subject, message, detail, opened_at, last_seen_at)
  values (p_site_id, p_code, p_subject, p_message, p_detail, p_at, p_at)
  on conflict (site_id, code, subject) where state <> 'resolved' do update
    set occurrences = a.occurrences + 1, last_seen_at = greatest(a.last_seen_at, excluded.last_seen_at),
        message = excluded.message, detail = excluded.detail
  returning alert_id;
$$;
comment on function ems.fn_alert_raise(text, text, text, text, timestamptz, jsonb) is
  'Opens an alert, or counts the open one of this code and subject up. Returns its id. An unknown code is refused (23503).';
