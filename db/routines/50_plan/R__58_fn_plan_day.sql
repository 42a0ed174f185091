create or replace function ems.fn_plan_day(p_site_id text, p_from timestamptz, p_to timestamptz, p_at timestamptz, out problem jsonb, out note jsonb, out plan jsonb, out refusal text)
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_detail text;
  v_hint text;
begin
  select p.problem, p.note, p.missing into problem, note, refusal from ems.fn_plan_problem(p_site_id, p_from, p_to, p_at) as p;
  if problem is null then return; end if;
  begin
    plan := ems.fn_solve_plan(problem);
  exception when invalid_parameter_value then
    get stacked diagnostics v_detail = pg_exception_detail, v_hint = pg_exception_hint;
    refusal := concat_ws(': ', sqlerrm, v_detail, v_hint);
  end;
end
$$;
comment on function ems.fn_plan_day(text, timestamptz, timestamptz, timestamptz) is
  'Makes a plan over [p_from, p_to) from what was known at p_at and writes nothing: the problem, what it rests on, and the solver''s answer; or refusal, naming the input that is missing or wrong.';
