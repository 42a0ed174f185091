create or replace function ems.fn_event_notify() returns trigger
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp
as $$
begin
  -- A process with listeners holds this lock, shared. Whoever gets it here talks to nobody and saves the NOTIFY, whose commits stand in one queue.
  if not pg_try_advisory_xact_lock(hashtextextended('ems_live', 0)) then
    perform pg_notify('ems_live', json_build_object('kind', tg_argv[0], 'site', c.site_id)::text) from (select distinct n.site_id from changed as n) as c;
  end if;
  return null;
end
$$;
comment on function ems.fn_event_notify() is
  'Trigger: tells on channel ems_live, once a transaction, that something of a kind (its argument) changed at a house, while some process listens (holds advisory lock ems_live). '
  'A channel of its own, so that watching wakes no loop of the worker (ems_event).';
