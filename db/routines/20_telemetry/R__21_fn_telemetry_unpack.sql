create or replace function ems.fn_telemetry_unpack(p_site_id text, p_device_id integer, p_from timestamptz, p_to timestamptz) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_frames bigint;
begin
  -- Nobody packs meanwhile.
  perform pg_advisory_xact_lock(hashtextextended('ems.telemetry_frame', 0));
  perform ems.fn_telemetry_partition(date_bin('1 hour', p_from, timestamptz 'epoch'), p_to + interval '1 hour');
  with packed as (
    delete from ems.telemetry_pack as p
    where p.site_id = p_site_id and p.device_id = p_device_id and p.starts_at >= date_bin('1 hour', p_from, timestamptz 'epoch') and p.starts_at <= p_to
    returning *
  )
  insert into ems.telemetry_frame (site_id, device_id, measured_at, metric_id, value, suspect)
  select p.site_id, p.device_id, t.at, p.metric_id, array(select unnest(p.value[t.n:t.n])), nullif(p.suspect, '{}')
  from packed as p cross join lateral unnest(p.measured_at) with ordinality as t (at, n);
  get diagnostics v_frames = row_count;
  return v_frames;
end
$$;
comment on function ems.fn_telemetry_unpack(text, integer, timestamptz, timestamptz) is
  'Makes frames of a device''s packed hours again, from the hour of p_from to that of p_to, since something is to be added to them. Returns how many frames.';
