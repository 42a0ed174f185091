create or replace function ems.fn_gateway_model_put(
  p_gateway_model text, p_name text, p_source text, p_protocol text, p_connect_timeout_ms integer, p_response_timeout_ms integer,
  p_request_gap_ms integer, p_max_words smallint, p_idle_timeout_s integer, p_max_clients smallint, p_note text
) returns void
language sql volatile security invoker set search_path = pg_catalog, pg_temp
as $$
  insert into ems.gateway_model values (p_gateway_model, p_name, p_source, p_protocol, p_connect_timeout_ms, p_response_timeout_ms,
    p_request_gap_ms, p_max_words, p_idle_timeout_s, p_max_clients, p_note)
  on conflict (gateway_model) do update set (name, source, protocol, connect_timeout_ms, response_timeout_ms, request_gap_ms, max_words,
    idle_timeout_s, max_clients, note) = row (excluded.name, excluded.source, excluded.protocol, excluded.connect_timeout_ms,
    excluded.response_timeout_ms, excluded.request_gap_ms, excluded.max_words, excluded.idle_timeout_s, excluded.max_clients, excluded.note);
$$;
comment on function ems.fn_gateway_model_put(text, text, text, text, integer, integer, integer, smallint, integer, smallint, text) is
  'Loads a kind of gateway, or loads it again. Times in ms and s, sizes in registers; the table''s checks are the validator.';
