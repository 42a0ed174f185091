create or replace function ems.fn_member_site() returns setof text
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_caller record;
begin
  if coalesce(current_setting('request.jwt.claims', true), '') = '' then
    -- No request: somebody's own SQL session, whose login decides. A request always has claims.
    return query select s.site_id from ems.site as s where session_user <> 'authenticator';
    return;
  end if;
  select * into v_caller from ems.fn_caller();
  if v_caller.user_id is null then return; end if;
  if v_caller.account_role is not null then
    return query select s.site_id from ems.site as s;
  else
    return query select m.site_id from ems.site_member as m where m.user_id = v_caller.user_id;
  end if;
end
$$;
comment on function ems.fn_member_site() is
  'The houses the caller may see: what row security asks. Of a request those of its account; of an SQL session without claims all, as its login''s rights decide there.';
