create or replace function ems.fn_audit_fill_due(p_site_id text, p_at timestamptz) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_from timestamptz;
  v_count integer;
begin
  select least(
    -- late telemetry
    (select min(a.audit_from) from ems.aggregator_state as a where a.site_id = p_site_id),
    -- where the last fill ended, one slot again for values that were still on their way; the first time, where telemetry begins
    coalesce((select max(i.ends_at) - interval '15 min' from ems.audit_interval as i where i.site_id = p_site_id),
      (select min(g.starts_at) from ems.telemetry_aggregate_15m as g where g.site_id = p_site_id and g.level = 15)))
  into v_from;
  if v_from is null then return 0; end if;
  update ems.aggregator_state set audit_from = null where site_id = p_site_id and audit_from is not null and watermark_at >= p_at - interval '20 min';
  v_count := ems.fn_fill_audit_interval(p_site_id, v_from, p_at, p_at);
  return v_count;
end
$$;
comment on function ems.fn_audit_fill_due(text, timestamptz) is 'Fills the audit of a site from where it ended, or from the oldest telemetry that came late since, up to the last full slot. Returns rows written.';
