create or replace function api.ingest_lines(p_site_id text, p_lines text, p_first bigint default 1) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_line constant text[] := string_to_array(p_lines, E'\n');
  v_sample jsonb;
begin
  perform ems.fn_member_require(p_site_id, 'installer');
  -- All at once where every line is right, else one by one: a bad line costs only itself.
  v_sample := ems.fn_json('[' || array_to_string(v_line, ',') || ']');
  if v_sample is null or jsonb_array_length(v_sample) <> cardinality(v_line) then
    select coalesce(jsonb_agg(coalesce(ems.fn_json(l.line), 'null') order by l.n), '[]') into v_sample from unnest(v_line) with ordinality as l (line, n);
  end if;
  return ems.fn_ingest_sample(p_site_id, v_sample, coalesce(p_first, 1), now());
end
$$;
comment on function api.ingest_lines(text, text, bigint) is
  'The same as ingest_telemetry for lines of JSON, one sample each; a line that is no JSON is refused alone (no_sample). p_first is the number of the first line.';
