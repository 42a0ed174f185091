create or replace function ems.fn_request_answer(p_status integer, p_location text, p_again boolean) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_header constant jsonb := (case when p_location is null then '[]' else jsonb_build_array(jsonb_build_object('Location', p_location)) end)
    || case when p_again then '[{"Idempotent-Replayed": "true"}]'::jsonb else '[]' end;
begin
  if p_status <> 200 then perform set_config('response.status', p_status::text, true); end if;
  if v_header <> '[]' then perform set_config('response.headers', v_header::text, true); end if;
end
$$;
comment on function ems.fn_request_answer(integer, text, boolean) is 'Sets status and headers of the answer in the making; p_again says that it was given before.';
