create or replace function ems.fn_load_history(p_site_id text, p_from timestamptz, p_to timestamptz, p_at timestamptz)
returns table (starts_at timestamptz, local_at timestamp, load_w double precision, temperature_c double precision)
language sql stable parallel safe security invoker
begin atomic
  select a.starts_at, a.starts_at at time zone s.time_zone, a.load_wh * 3600 / extract(epoch from a.ends_at - a.starts_at)::double precision, a.outdoor_c
  from ems.site as s
  join ems.audit_interval as a on a.site_id = s.site_id
  where s.site_id = p_site_id and a.starts_at >= p_from and a.starts_at < p_to and a.ends_at <= p_at
    and a.load_wh is not null and a.covered >= 0.7::real and not a.curtailed;
end;
comment on function ems.fn_load_history(text, timestamptz, timestamptz, timestamptz) is
  'Measured load without car and heat pump, mean W by slot: the well measured, uncurtailed slots of the audit that were over at p_at.';
