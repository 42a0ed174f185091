create or replace function ems.fn_job_request(p_site_id text, p_job text, p_argument jsonb, p_author text, p_at timestamptz) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_keys constant text[] := case p_job when 'price_import' then '{date}' when 'audit_fill' then '{from,to}' else '{}' end;
  v_argument record;
  v_understood boolean;
  v_id bigint;
begin
  if not exists (select from ems.job where site_id = p_site_id and job = p_job) then
    raise exception 'site % has no job %', p_site_id, p_job using errcode = 'SA404',
      hint = coalesce((select 'It has ' || string_agg(j.job, ', ' order by j.job) || '.' from ems.job as j where j.site_id = p_site_id), 'There is no such site.');
  end if;
  for v_argument in select * from jsonb_each_text(p_argument) loop
    if v_argument.key <> all (v_keys) then
      raise exception 'job % takes no %', p_job, v_argument.key using errcode = 'SA400',
        hint = case when v_keys = '{}' then 'It takes no argument.' else format('It takes %s.', array_to_string(v_keys, ', ')) end;
    end if;
    begin
      v_understood := v_argument.value::timestamptz is not null
        and v_argument.value ~ case v_argument.key when 'date' then '^\d{4}-\d\d-\d\d$' else '^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$' end;
    exception when data_exception then
      v_understood := false;
    end;
    if not v_understood then
      raise exception '% of job % is no %: %', v_argument.key, p_job, case v_argument.key when 'date' then 'day' else 'instant' end, v_argument.value using errcode = 'SA400',
        hint = case v_argument.key when 'date' then 'A day such as 2026-03-29.' else 'An instant such as 2026-03-29T00:00:00Z.' end;
    end if;
  end loop;
  insert into ems.job_run (site_id, job, due_at, cause, author, argument, state, give_up_at)
  values (p_site_id, p_job, p_at, 'request', p_author, p_argument, 'waiting', p_at)
  returning job_run_id into v_id;
  perform pg_notify('ems_event', json_build_object('kind', 'job', 'site', p_site_id, 'id', v_id)::text);
  return v_id;
end
$$;
comment on function ems.fn_job_request(text, text, jsonb, text, timestamptz) is
  'A person or program wants a job done now: makes a run and wakes the workers. Returns its id; its progress stands in vw_job_run. It is not retried. SA404; SA400: an argument the job does not take, or one that is no time.';
