create or replace function api.ingest_telemetry(p_site_id text, p_sample jsonb, p_first bigint default 1) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform ems.fn_member_require(p_site_id, 'installer');
  if jsonb_typeof(p_sample) is distinct from 'array' then
    raise exception 'samples come as an array' using errcode = 'SA422', constraint = 'ingest_array', hint = '[{"device": …, "metric": …, "value": …, "ts": …}, …]';
  end if;
  return ems.fn_ingest_sample(p_site_id, p_sample, coalesce(p_first, 1), now());
end
$$;
comment on function api.ingest_telemetry(text, jsonb, bigint) is
  'Takes samples [{"device": "meter_grid", "metric": "grid_power_w", "value": 1200, "ts": "2026-03-29T00:00:00Z"}]: stored exactly once, however often they are sent. '
  'Answers how many rows were stored, repeated, suspect and refused, and names the first hundred refused with their reason. SA404, SA422.';
