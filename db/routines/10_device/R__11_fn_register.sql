create or replace function ems.fn_register(
  point text, space text, address integer, encoding text, scale double precision, lowest double precision, highest double precision, poll text,
  access text default 'r', bias double precision default 0, mask integer default null, sunspec_model integer default null,
  exponent_address integer default null, path text default null, words integer default null, note text default '',
  writable_point text default null, writable_value double precision[] default null
) returns ems.register_spec
language sql immutable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
  select row (point, access, space, address, encoding, scale, bias, lowest, highest, poll, mask, sunspec_model::smallint, exponent_address, path,
    ems.fn_encoding_words(encoding, words), note, writable_point, writable_value)::ems.register_spec;
$$;
comment on function ems.fn_register(text, text, integer, text, double precision, double precision, double precision, text, text, double precision, integer, integer, integer, text, integer, text, text, double precision[]) is
  'One line of a driver: point, space, address, encoding, scale, lowest, highest, poll; the rest by name. Words follow from the encoding.';
