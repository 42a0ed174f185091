create or replace function ems.fn_request_begin(p_door text, p_argument jsonb, p_at timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_key constant text := nullif(current_setting('request.headers', true), '')::jsonb ->> 'idempotency-key';
  v_author constant text := ems.fn_author();
  v_fingerprint constant text := md5(p_door || ' ' || p_argument::text);
  v_known ems.request_key;
begin
  if v_key is null then return null; end if;
  if length(v_key) not between 1 and 200 then
    raise exception 'Idempotency-Key is empty or longer than 200 characters' using errcode = 'SA400', constraint = 'request_key_length', hint = 'A UUID does.';
  end if;
  delete from ems.request_key where author = v_author and key = v_key and created_at < p_at - interval '24 hours';
  -- who sends the same at this moment waits here for the answer
  insert into ems.request_key (author, key, door, fingerprint, created_at) values (v_author, v_key, p_door, v_fingerprint, p_at) on conflict do nothing;
  if found then return null; end if;
  select k.* into v_known from ems.request_key as k where k.author = v_author and k.key = v_key;
  if v_known.fingerprint <> v_fingerprint then
    raise exception 'this Idempotency-Key came with another request' using errcode = 'SA422', constraint = 'request_key_reused',
      detail = format('first used for %s at %s', v_known.door, v_known.created_at), hint = 'Take a new key for a new request.';
  end if;
  perform ems.fn_request_answer(v_known.status, v_known.location, true);
  return v_known.answer;
end
$$;
comment on function ems.fn_request_begin(text, jsonb, timestamptz) is
  'Of a request that came before under the same Idempotency-Key the answer, with its status and Location set; else NULL, and it is to be done and ended with fn_request_end. SA400: no usable key; SA422: the key belongs to another request.';
