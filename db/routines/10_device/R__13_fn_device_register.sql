create or replace function ems.fn_device_register(p_site_id text)
returns table (
  device_id integer, device text, device_model text, point text, access text, space text, address integer, path text, sunspec_model smallint,
  encoding text, words smallint, mask integer, scale double precision, bias double precision, exponent_address integer,
  lowest double precision, highest double precision, poll text
)
language sql stable parallel safe security invoker
begin atomic
  select d.device_id, d.device, d.device_model, r.point,
    case when r.writable_point is null or s.value = any (r.writable_value) then r.access else 'r' end, coalesce(o.space, r.space), coalesce(o.address, r.address), coalesce(o.path, r.path),
    r.sunspec_model, coalesce(o.encoding, r.encoding), ems.fn_encoding_words(coalesce(o.encoding, r.encoding), r.words), r.mask, coalesce(o.scale, r.scale), coalesce(o.bias, r.bias), r.exponent_address,
    coalesce(o.lowest, r.lowest), coalesce(o.highest, r.highest), coalesce(o.poll, r.poll)
  from ems.device as d
  join ems.device_register as r on r.device_model = d.device_model
  left join ems.device_point as o on o.site_id = d.site_id and o.device_id = d.device_id and o.point = r.point
  left join ems.device_setting as s on s.site_id = d.site_id and s.device_id = d.device_id and s.point = r.writable_point
  where d.site_id = p_site_id;
end;
comment on function ems.fn_device_register(text) is
  'Registers of all devices of a site: the model''s rows with what the installer knows better (device_point) laid over. Rows without address and path are unknown. What another setting forbids to write now is access r.';
