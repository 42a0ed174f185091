create or replace function ems.fn_command_acked(p_site_id text, p_command_id bigint, p_at timestamptz) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with acked as (
    update ems.command set state = 'acked', acked_at = p_at where site_id = p_site_id and command_id = p_command_id and state = 'sent' returning 1
  )
  select exists (select from acked);
$$;
comment on function ems.fn_command_acked(text, bigint, timestamptz) is 'The device accepted the write, or held the value already. False where the command is not under way.';
