create or replace function api.job(p_site_id text, p_job_run_id bigint) returns jsonb
language plpgsql stable parallel safe security invoker set search_path = pg_catalog, pg_temp
as $$
declare
  v_run jsonb := (select to_jsonb(r) from api.vw_job_run as r where r.site_id = p_site_id and r.job_run_id = p_job_run_id);
begin
  if v_run is null then
    raise exception 'no job run % at site %', p_job_run_id, p_site_id using errcode = 'SA404';
  end if;
  return v_run;
end
$$;
comment on function api.job(text, bigint) is 'One run of a job: state (waiting, running, done, failed), progress in words, result and error. SA404.';
