create or replace function ems.fn_demo_site(p_site_id text, p_name text, p_gateway jsonb, p_control_mode text, p_at timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  insert into ems.site (site_id, name, time_zone, currency, country, market_code, latitude_deg, longitude_deg, elevation_m, fuse_a, export_limit_w, control_mode, simulated, created_at)
  values (p_site_id, p_name, 'Europe/Prague', 'CZK', 'CZ', 'CZ', 50.08, 14.43, 230, 25, 10000, p_control_mode, true, p_at)
  on conflict (site_id) do nothing;

  insert into ems.gateway (site_id, gateway_id, gateway_model, host, port, line, connect_timeout_ms, response_timeout_ms, request_gap_ms, max_words, idle_timeout_s, secret_name)
  select p_site_id, g.key, m.gateway_model, g.value ->> 'host', (g.value ->> 'port')::integer, g.value ->> 'line', m.connect_timeout_ms, m.response_timeout_ms,
    coalesce((g.value ->> 'request_gap_ms')::integer, m.request_gap_ms), m.max_words, m.idle_timeout_s, g.value ->> 'secret_name'
  from jsonb_each(p_gateway) as g
  join ems.gateway_model as m on m.gateway_model = case g.key when 'inverter' then 'waveshare_rs485_to_eth_b' when 'heat_pump' then 'waveshare_rs485_to_eth_b' when 'building' then 'loxone_http' else 'modbus_tcp_direct' end
  on conflict (site_id, gateway_id) do update set host = excluded.host, port = excluded.port, request_gap_ms = excluded.request_gap_ms;

  insert into ems.device (site_id, device, device_model, gateway_id, unit_id, validated, validated_at, validated_by)
  select p_site_id, d.device, d.model, d.gateway, d.unit, true, p_at, 'demo'
  from (values
    ('inverter', 'deye_sg_lp3', 'inverter', 1), ('meter_grid', 'generic_meter', 'meter', 10), ('meter_heat_pump', 'generic_heat_pump_meter', 'meter', 12),
    ('charger', 'teltonika_teltocharge', 'charger', 1), ('heat_pump', 'samsung_ehs_mim_b19n', 'heat_pump', 1), ('garage', 'sunspec_inverter', 'garage', 1),
    ('garage_meter', 'sunspec_meter', 'garage', 1), ('building', 'loxone_miniserver', 'building', 1)
  ) as d (device, model, gateway, unit)
  where exists (select from ems.gateway as g where g.site_id = p_site_id and g.gateway_id = d.gateway)
  on conflict (site_id, device) do nothing;
  -- the second meter only watches the garage: the house is measured at its own connection
  update ems.device set enabled = false where site_id = p_site_id and device = 'garage_meter';

  -- What the charger's maker does not publish: where the simulator keeps it.
  insert into ems.device_point (site_id, device_id, point, address, scale, source)
  select d.site_id, d.device_id, p.point, p.address, p.scale, 'EMS simulator'
  from ems.device as d cross join (values ('car_current_limit_a', 900, 0.1), ('watchdog_s', 901, 1), ('fallback_current_a', 902, 0.1)) as p (point, address, scale)
  where d.site_id = p_site_id and d.device = 'charger'
  on conflict do nothing;

  insert into ems.site_signal (site_id, signal, device_id, metric, factor)
  select d.site_id, s.signal, d.device_id, s.metric, s.factor
  from (values
    ('grid_w', 'meter_grid', 'grid_power_w', 1), ('grid_l1_w', 'meter_grid', 'grid_l1_power_w', 1), ('grid_l2_w', 'meter_grid', 'grid_l2_power_w', 1), ('grid_l3_w', 'meter_grid', 'grid_l3_power_w', 1),
    ('import_wh_total', 'meter_grid', 'grid_l1_import_wh_total', 1), ('import_wh_total', 'meter_grid', 'grid_l2_import_wh_total', 1), ('import_wh_total', 'meter_grid', 'grid_l3_import_wh_total', 1),
    ('export_wh_total', 'meter_grid', 'grid_l1_export_wh_total', 1), ('export_wh_total', 'meter_grid', 'grid_l2_export_wh_total', 1), ('export_wh_total', 'meter_grid', 'grid_l3_export_wh_total', 1),
    ('pv_w', 'inverter', 'pv_power_w', 1), ('pv_w', 'garage', 'pv_power_w', 1), ('battery_w', 'inverter', 'battery_power_w', 1), ('battery_v', 'inverter', 'battery_voltage_v', 1),
    ('soc_pct', 'inverter', 'battery_soc_pct', 1), ('inverter_ac_w', 'inverter', 'inverter_power_w', 1), ('inverter_ac_w', 'garage', 'pv_power_w', 1),
    ('ev_w', 'charger', 'car_power_w', 1), ('heat_pump_w', 'meter_heat_pump', 'heat_pump_power_w', 1), ('heat_w', 'heat_pump', 'heat_power_w', 1),
    ('outdoor_c', 'heat_pump', 'outdoor_temperature_c', 1), ('flow_c', 'heat_pump', 'flow_temperature_c', 1), ('return_c', 'heat_pump', 'return_temperature_c', 1), ('tank_c', 'heat_pump', 'tank_temperature_c', 1)
  ) as s (signal, device, metric, factor)
  join ems.device as d on d.site_id = p_site_id and d.device = s.device
  on conflict do nothing;

  insert into ems.battery (site_id, device_id, capacity_wh, charge_limit_w, discharge_limit_w)
  select d.site_id, d.device_id, 15000, 8000, 8000 from ems.device as d where d.site_id = p_site_id and d.device = 'inverter' on conflict do nothing;
  insert into ems.charger (site_id, device_id) select d.site_id, d.device_id from ems.device as d where d.site_id = p_site_id and d.device = 'charger' on conflict do nothing;
  insert into ems.car_demand (site_id, device_id, weekday, arrives_at, ready_at, energy_wh)
  select d.site_id, d.device_id, w.weekday, '17:30', case when w.weekday <= 5 then time '07:15' else time '10:00' end, case when w.weekday <= 5 then 12000 else 8000 end
  from ems.device as d cross join generate_series(1, 7) as w (weekday) where d.site_id = p_site_id and d.device = 'charger' on conflict do nothing;
  insert into ems.heat_pump (site_id, device_id, min_w, max_w, loss_w_per_k, hot_water_wh_day, store_wh_per_k)
  select d.site_id, d.device_id, 1200, 5000, 180, 8000, 4000 from ems.device as d where d.site_id = p_site_id and d.device = 'heat_pump' on conflict do nothing;
  insert into ems.pv_plane (site_id, plane, peak_w, tilt_deg, azimuth_deg) values (p_site_id, 'south', 6000, 35, 0), (p_site_id, 'west', 4000, 20, 90), (p_site_id, 'garage', 3000, 15, 0) on conflict do nothing;

  insert into ems.site_distribution (site_id, validity, distributor, rate, window_code) values (p_site_id, '[2025-01-01,)', 'CEZ_DISTRIBUCE', 'D57d', 'CEZ_EV_V1') on conflict do nothing;
  insert into ems.supply_contract (site_id, direction, validity, supplier, pricing, fee_per_kwh, includes_vat, per_month)
  select p_site_id, v.* from (values ('buy', daterange('2025-01-01', null), 'example supplier, spot', 'spot', 0.363, true, 159), ('sell', daterange('2025-01-01', null), 'example purchase, spot', 'spot', -0.35, false, 0))
    as v (direction, validity, supplier, pricing, fee_per_kwh, includes_vat, per_month)
  where not exists (select from ems.supply_contract as c where c.site_id = p_site_id);
  insert into ems.site_forecast (site_id, provider, rank) values (p_site_id, 'open-meteo', 1), (p_site_id, 'forecast-solar', 2) on conflict do nothing;
  insert into ems.job (site_id, job) select p_site_id, k.job from ems.job_kind as k on conflict do nothing;
end
$$;
comment on function ems.fn_demo_site(text, text, jsonb, text, timestamptz) is
  'Makes (or completes) the example house: Deye hybrid with 15 kWh, 13 kWp in three planes, charger, heat pump, grid meter, building controller, Czech spot contract. p_gateway: name → {host, port, line, request_gap_ms, secret_name} for inverter, meter, charger, heat_pump, garage, building.';
