create or replace function ems.fn_setpoint_due(p_site_id text, p_worker text, p_at timestamptz)
returns table (
  command_id bigint, device_id integer, device text, gateway_id text, unit_id smallint, protocol text, point text, value double precision, purpose text,
  space text, sunspec_model smallint, address integer, path text, encoding text, words smallint, mask integer, scale double precision, bias double precision,
  lowest double precision, highest double precision, write_function smallint, settle_ms integer, expires_at timestamptz
)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  -- the usual answer, and this is asked every few seconds
  if not exists (select from ems.command as c where c.site_id = p_site_id and c.state in ('pending', 'sent', 'acked')) then return; end if;

  -- One after the other, as in fn_command_verified.
  perform pg_advisory_xact_lock(hashtextextended('ems.setpoint ' || p_site_id, 0));
  update ems.command as c set state = 'expired', finished_at = p_at
  where c.site_id = p_site_id and c.state = 'pending' and c.expires_at <= p_at;
  -- What another worker took and never finished: nobody knows whether it arrived. The read-back tells; a retry follows.
  perform ems.fn_command_failed(p_site_id, c.command_id, 'timeout', 'the worker that sent it fell silent', p_at)
  from ems.command as c
  where c.site_id = p_site_id and c.state in ('sent', 'acked') and c.sent_at < p_at - interval '60 s';

  return query
    select c.command_id, d.device_id, d.device, d.gateway_id, d.unit_id, m.protocol, c.point, c.value, c.purpose, r.space, r.sunspec_model, r.address, r.path, r.encoding,
      r.words, r.mask, r.scale, r.bias, r.lowest, r.highest, m.write_function, m.settle_ms, c.expires_at
    from ems.command as c
    join ems.device as d on d.site_id = c.site_id and d.device_id = c.device_id and d.enabled
    join ems.device_model as m on m.device_model = d.device_model
    join ems.gateway as g on g.site_id = d.site_id and g.gateway_id = d.gateway_id and g.owner_worker = p_worker and g.owner_until > p_at
    join ems.fn_device_register(p_site_id) as r on r.device_id = c.device_id and r.point = c.point
    where c.site_id = p_site_id and c.state = 'pending' and c.due_at <= p_at
    order by d.device_id, c.purpose = 'setpoint', c.step, c.command_id;
end
$$;
comment on function ems.fn_setpoint_due(text, text, timestamptz) is
  'Commands that wait for the devices whose gateways this worker holds, with all it needs to carry them out, in the order they are to be written. Expires what is too late and ends what a silent worker left behind.';
