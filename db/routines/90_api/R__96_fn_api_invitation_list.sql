create or replace function api.invitation_list(p_site_id text)
returns table (email text, role text, invited_at timestamptz, expires_at timestamptz)
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  perform ems.fn_person_require(), ems.fn_member_require(p_site_id, 'admin');
  return query select i.email, i.role, i.invited_at, i.expires_at from ems.invitation as i where i.site_id = p_site_id and i.expires_at > now() order by i.email;
end
$$;
comment on function api.invitation_list(text) is 'Invitations to a house that are out and not used: for whom, in what role, since when and until when. SA401, SA403, SA404.';
