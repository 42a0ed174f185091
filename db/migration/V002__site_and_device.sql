create function ems.fn_is_time_zone(p_name text) returns boolean
language plpgsql immutable parallel safe strict set search_path = pg_catalog, pg_temp
as $$
begin
  perform timestamptz 'epoch' at time zone p_name;
  -- PostgreSQL also takes POSIX rules such as 'XYZ5'; only names of the zone database have a slash or are UTC.
  return p_name like '%/%' or p_name = 'UTC';
exception when invalid_parameter_value then
  return false;
end
$$;
comment on function ems.fn_is_time_zone(text) is 'Whether a text names a zone of the IANA database.';

create table ems.market (
  market_code     text not null,
  name            text not null,
  time_zone       text not null,
  currency        text not null,
  eic             text,
  slot_minutes    smallint not null default 15,
  slot_since      date not null default '2025-10-01',
  lowest_per_mwh  numeric not null default -600,
  highest_per_mwh numeric not null default 5000,
  constraint market_market_code_pkey primary key (market_code),
  constraint market_time_zone_check check (ems.fn_is_time_zone(time_zone)),
  constraint market_currency_check check (currency ~ '^[A-Z]{3}$'),
  constraint market_slot_minutes_check check (slot_minutes in (15, 30, 60)),
  constraint market_lowest_per_mwh_check check (lowest_per_mwh < highest_per_mwh)
);
comment on table ems.market is 'Bidding zones of the day-ahead auction.';
comment on column ems.market.market_code is 'Short code: CZ, DE-LU, SE3.';
comment on column ems.market.name is 'Name for people.';
comment on column ems.market.time_zone is 'Zone of the delivery day.';
comment on column ems.market.currency is 'ISO 4217 currency of the auction price.';
comment on column ems.market.eic is 'Energy identification code of the zone, for ENTSO-E.';
comment on column ems.market.slot_minutes is 'Length of one product, minutes; a finer document than this is odd, a coarser one too.';
comment on column ems.market.slot_since is 'Delivery day from which products have this length; hourly before (the European auction changed on 2025-10-01).';
comment on column ems.market.lowest_per_mwh is 'Below this a price is taken for an error of the source, currency/MWh.';
comment on column ems.market.highest_per_mwh is 'Above this a price is taken for an error of the source, currency/MWh.';

create table ems.site (
  site_id           text not null,
  name              text not null,
  time_zone         text not null,
  currency          text not null,
  country           text not null,
  market_code       text not null,
  latitude_deg      double precision not null,
  longitude_deg     double precision not null,
  elevation_m       double precision not null default 0,
  phases            smallint not null default 3,
  nominal_voltage_v double precision not null default 230,
  fuse_a            double precision not null,
  export_limit_w    double precision not null,
  control_mode      text not null default 'observe',
  slot_minutes      smallint not null default 15,
  simulated         boolean not null default false,
  created_at        timestamptz not null default now(),
  constraint site_site_id_pkey primary key (site_id),
  constraint site_site_id_check check (site_id ~ '^[a-z0-9][a-z0-9_-]{0,31}$'),
  constraint site_time_zone_check check (ems.fn_is_time_zone(time_zone)),
  constraint site_currency_check check (currency ~ '^[A-Z]{3}$'),
  constraint site_country_check check (country ~ '^[A-Z]{2}$'),
  constraint site_market_code_fkey foreign key (market_code) references ems.market (market_code),
  constraint site_latitude_deg_check check (latitude_deg between -90 and 90),
  constraint site_longitude_deg_check check (longitude_deg between -180 and 180),
  constraint site_phases_check check (phases in (1, 3)),
  constraint site_nominal_voltage_v_check check (nominal_voltage_v between 100 and 400),
  constraint site_fuse_a_check check (fuse_a > 0 and fuse_a <= 1000),
  constraint site_export_limit_w_check check (export_limit_w >= 0),
  constraint site_control_mode_check check (control_mode in ('observe', 'control')),
  constraint site_slot_minutes_check check (slot_minutes in (15, 30, 60))
);
comment on table ems.site is 'Houses. A new one only observes until somebody switches control on.';
comment on column ems.site.site_id is 'Short name, part of every key: home01.';
comment on column ems.site.name is 'Name for people.';
comment on column ems.site.time_zone is 'IANA zone of the house: its days, its low-tariff windows, its jobs.';
comment on column ems.site.currency is 'ISO 4217 currency of everything the house pays and earns.';
comment on column ems.site.country is 'ISO 3166 country, for holidays, levies and value-added tax.';
comment on column ems.site.market_code is 'Bidding zone whose day-ahead price applies.';
comment on column ems.site.latitude_deg is 'Degrees north.';
comment on column ems.site.longitude_deg is 'Degrees east.';
comment on column ems.site.elevation_m is 'Metres above the sea.';
comment on column ems.site.phases is 'Phases of the grid connection.';
comment on column ems.site.nominal_voltage_v is 'Voltage of a phase against neutral, V.';
comment on column ems.site.fuse_a is 'Main fuse, A per phase: the import that is never exceeded.';
comment on column ems.site.export_limit_w is 'Most the grid operator lets the house feed in, W.';
comment on column ems.site.control_mode is 'observe: nothing is ever written to a device; control: setpoints are.';
comment on column ems.site.slot_minutes is 'Slot of plan and audit, minutes.';
comment on column ems.site.simulated is 'True for a house that exists only in the simulator.';
comment on column ems.site.created_at is 'When the row was made.';

create table ems.metric (
  metric_id   smallint not null generated always as identity,
  metric      text not null,
  unit        text not null,
  kind        text not null,
  lowest      double precision not null,
  highest     double precision not null,
  max_age     interval not null,
  label       jsonb,
  description text not null,
  constraint metric_metric_id_pkey primary key (metric_id),
  constraint metric_metric_key unique (metric),
  constraint metric_metric_check check (metric ~ '^[a-z][a-z0-9_]{1,62}$'),
  constraint metric_kind_check check (kind in ('gauge', 'counter', 'state')),
  constraint metric_lowest_check check (lowest < highest),
  constraint metric_max_age_check check (max_age > interval '0'),
  constraint metric_unit_check check (unit in ('W', 'Wh', 'V', 'A', 'Hz', '%', '°C', 'VA', 'var', 'l/min', 'l', 's', 'Ah', 'W/m²', 'm/s', 'rpm', ''))
);
comment on table ems.metric is 'The one dictionary of measured quantities. What is not in it is refused.';
comment on column ems.metric.metric_id is 'Narrow key used where millions of rows are stored.';
comment on column ems.metric.metric is 'Name; its ending is its unit: _w, _wh_total, _pct, _v, _a, _hz, _c.';
comment on column ems.metric.unit is 'Unit of every value; empty for states and ratios.';
comment on column ems.metric.kind is 'gauge: a level; counter: only grows, until it starts again; state: a code, never averaged.';
comment on column ems.metric.lowest is 'Lowest plausible value; below it a value is kept and marked suspect.';
comment on column ems.metric.highest is 'Highest plausible value; above it a value is kept and marked suspect.';
comment on column ems.metric.max_age is 'Past this age a value is stale and no decision sees it.';
comment on column ems.metric.label is 'For states: what each code means, {"code": "text"}.';
comment on column ems.metric.description is 'What it is, with the sign in words.';

create table ems.gateway_model (
  gateway_model       text not null,
  name                text not null,
  source              text not null,
  protocol            text not null,
  connect_timeout_ms  integer not null,
  response_timeout_ms integer not null,
  request_gap_ms      integer not null,
  max_words           smallint not null,
  idle_timeout_s      integer not null,
  max_clients         smallint not null,
  note                text not null,
  constraint gateway_model_gateway_model_pkey primary key (gateway_model),
  constraint gateway_model_protocol_check check (protocol in ('modbus_tcp', 'http')),
  constraint gateway_model_connect_timeout_ms_check check (connect_timeout_ms between 100 and 60000),
  constraint gateway_model_response_timeout_ms_check check (response_timeout_ms between 100 and 60000),
  constraint gateway_model_request_gap_ms_check check (request_gap_ms between 0 and 10000),
  constraint gateway_model_max_words_check check (max_words between 1 and 125),
  constraint gateway_model_idle_timeout_s_check check (idle_timeout_s >= 0),
  constraint gateway_model_max_clients_check check (max_clients >= 1)
);
comment on table ems.gateway_model is 'Ways to reach devices, with settings proven in the field; a gateway copies them when it is made.';
comment on column ems.gateway_model.gateway_model is 'Key: waveshare_rs485_to_eth_b, modbus_tcp_direct, loxone_http.';
comment on column ems.gateway_model.name is 'Name for people.';
comment on column ems.gateway_model.source is 'Where the settings come from.';
comment on column ems.gateway_model.protocol is 'modbus_tcp (also to RTU behind it) or http.';
comment on column ems.gateway_model.connect_timeout_ms is 'Limit of connecting, ms.';
comment on column ems.gateway_model.response_timeout_ms is 'Limit of one answer, ms; longer than the serial line needs for the longest answer.';
comment on column ems.gateway_model.request_gap_ms is 'Silence between an answer and the next request, ms.';
comment on column ems.gateway_model.max_words is 'Most registers in one request.';
comment on column ems.gateway_model.idle_timeout_s is 'After this long without traffic the other side closes the connection, s; 0: never.';
comment on column ems.gateway_model.max_clients is 'TCP clients it serves well at once.';
comment on column ems.gateway_model.note is 'What the installer sets on the gateway itself, and known traps.';

create table ems.gateway (
  site_id             text not null,
  gateway_id          text not null,
  gateway_model       text not null,
  host                text not null,
  port                integer not null,
  line                text,
  connect_timeout_ms  integer not null,
  response_timeout_ms integer not null,
  request_gap_ms      integer not null,
  max_words           smallint not null,
  idle_timeout_s      integer not null,
  secret_name         text,
  tls                 boolean not null default false,
  owner_worker        text,
  owner_until         timestamptz,
  constraint gateway_site_id_gateway_id_pkey primary key (site_id, gateway_id),
  constraint gateway_site_id_fkey foreign key (site_id) references ems.site (site_id) on delete cascade,
  constraint gateway_gateway_model_fkey foreign key (gateway_model) references ems.gateway_model (gateway_model),
  constraint gateway_site_id_host_port_key unique (site_id, host, port),
  constraint gateway_port_check check (port between 1 and 65535),
  constraint gateway_line_check check (line ~ '^(1200|2400|4800|9600|19200|38400|57600|115200) 8[NEO][12]$'),
  constraint gateway_connect_timeout_ms_check check (connect_timeout_ms between 100 and 60000),
  constraint gateway_response_timeout_ms_check check (response_timeout_ms between 100 and 60000),
  constraint gateway_request_gap_ms_check check (request_gap_ms between 0 and 10000),
  constraint gateway_max_words_check check (max_words between 1 and 125),
  constraint gateway_idle_timeout_s_check check (idle_timeout_s >= 0)
);
comment on table ems.gateway is 'Connections of a house: one TCP address each, owned by one worker at a time.';
comment on column ems.gateway.site_id is 'House.';
comment on column ems.gateway.gateway_id is 'Name within the house.';
comment on column ems.gateway.gateway_model is 'What kind it is.';
comment on column ems.gateway.host is 'Address or name.';
comment on column ems.gateway.port is 'TCP port.';
comment on column ems.gateway.line is 'Serial line behind it, 9600 8N1; devices of another line cannot share it. NULL: no serial line.';
comment on column ems.gateway.connect_timeout_ms is 'Limit of connecting, ms.';
comment on column ems.gateway.response_timeout_ms is 'Limit of one answer, ms.';
comment on column ems.gateway.request_gap_ms is 'Silence between requests, ms.';
comment on column ems.gateway.max_words is 'Most registers in one request.';
comment on column ems.gateway.idle_timeout_s is 'After this long without traffic the other side closes the connection, s; 0: never.';
comment on column ems.gateway.secret_name is 'Name of the file or environment variable with user:password; the secret itself is never stored here.';
comment on column ems.gateway.tls is 'HTTPS instead of HTTP.';
comment on column ems.gateway.owner_worker is 'Worker that holds the connection.';
comment on column ems.gateway.owner_until is 'Until when, unless it renews.';

create table ems.device_model (
  device_model   text not null,
  vendor         text not null,
  name           text not null,
  class          text not null,
  protocol       text not null,
  source         text not null,
  line           text,
  max_words      smallint not null default 60,
  max_gap_words  smallint not null default 8,
  write_function smallint not null default 16,
  settle_ms      integer not null default 1000,
  note           text not null default '',
  constraint device_model_device_model_pkey primary key (device_model),
  constraint device_model_device_model_check check (device_model ~ '^[a-z][a-z0-9_]{1,62}$'),
  constraint device_model_class_check check (class in ('inverter', 'charger', 'heat_pump', 'meter', 'building')),
  constraint device_model_protocol_check check (protocol in ('modbus', 'loxone')),
  constraint device_model_max_words_check check (max_words between 1 and 125),
  constraint device_model_max_gap_words_check check (max_gap_words between 0 and 60),
  constraint device_model_write_function_check check (write_function in (6, 16)),
  constraint device_model_settle_ms_check check (settle_ms between 0 and 60000)
);
comment on table ems.device_model is 'Kinds of devices; what they can do stands in device_register and device_mode. A new one needs rows only.';
comment on column ems.device_model.device_model is 'Key: deye_sg_lp3.';
comment on column ems.device_model.vendor is 'Maker.';
comment on column ems.device_model.name is 'Name for people.';
comment on column ems.device_model.class is 'What it is to the plan.';
comment on column ems.device_model.protocol is 'modbus: registers; loxone: virtual inputs over HTTP.';
comment on column ems.device_model.source is 'Document or data the rows were taken from.';
comment on column ems.device_model.line is 'Serial line it speaks, 9600 8N1; NULL: TCP only.';
comment on column ems.device_model.max_words is 'Most registers in one request.';
comment on column ems.device_model.max_gap_words is 'Undefined registers that may be read along to join two blocks; 0 where a gap is an exception.';
comment on column ems.device_model.write_function is 'Modbus function for writes: 16, or 6 where the device takes nothing else.';
comment on column ems.device_model.settle_ms is 'Time from a write until the read-back is meaningful, ms.';
comment on column ems.device_model.note is 'Known traps.';

create function ems.fn_encoding_words(p_encoding text, p_words integer) returns smallint
language sql immutable parallel safe set search_path = pg_catalog, pg_temp
return case p_encoding when 'number' then 0 when 'u16' then 1 when 'i16' then 1 when 'u64_le' then 4 when 'ascii' then p_words else 2 end::smallint;
comment on function ems.fn_encoding_words(text, integer) is 'Registers an encoding takes; text takes as many as it says.';

create table ems.device_register (
  device_model     text not null,
  point            text not null,
  access           text not null,
  space            text not null,
  address          integer,
  path             text,
  sunspec_model    smallint,
  encoding         text not null,
  words            smallint not null,
  mask             integer,
  scale            double precision not null default 1,
  bias             double precision not null default 0,
  exponent_address integer,
  lowest           double precision,
  highest          double precision,
  poll             text not null,
  writable_point   text,
  writable_value   double precision[],
  note             text not null default '',
  constraint device_register_device_model_point_pkey primary key (device_model, point),
  constraint device_register_device_model_fkey foreign key (device_model) references ems.device_model (device_model) on delete cascade,
  constraint device_register_point_check check (point ~ '^[a-z][a-z0-9_]{1,62}$'),
  constraint device_register_access_check check (access in ('r', 'rw')),
  constraint device_register_space_check check (space in ('holding', 'input', 'http')),
  constraint device_register_address_check check (address between 0 and 65535),
  constraint device_register_path_check check ((space = 'http') = (path is not null) and (path is null or address is null)),
  constraint device_register_encoding_check check (encoding in
    ('u16', 'i16', 'u32_le', 'u32_be', 'i32_le', 'i32_be', 'u64_le', 'f32_be', 'f32_le', 'ascii', 'number')),
  constraint device_register_words_check check (words = ems.fn_encoding_words(encoding, words) and words between 0 and 40),
  constraint device_register_encoding_space_check check ((encoding = 'number') = (space = 'http')),
  constraint device_register_mask_check check (mask is null or (encoding = 'u16' and mask between 1 and 65535)),
  constraint device_register_scale_check check (scale <> 0),
  constraint device_register_lowest_check check (lowest <= highest),
  constraint device_register_writable_check check (access = 'r' or (lowest is not null and highest is not null and space in ('holding', 'http'))),
  constraint device_register_condition_check check ((writable_point is null) = (writable_value is null)),
  constraint device_register_poll_check check (poll in ('fast', 'slow', 'setting', 'identity', 'clock', 'none'))
);
create unique index device_register_address_idx on ems.device_register (device_model, space, sunspec_model, address, mask)
  nulls not distinct where address is not null;
comment on table ems.device_register is 'One register (or virtual input) of a model a row. value = raw × scale + bias, in our unit and sign.';
comment on column ems.device_register.device_model is 'Model.';
comment on column ems.device_register.point is 'A metric of the dictionary where it is telemetry, else the name of a setting.';
comment on column ems.device_register.access is 'r or rw.';
comment on column ems.device_register.space is 'holding (FC03), input (FC04), http (virtual input).';
comment on column ems.device_register.address is 'Zero-based PDU address, or the offset from the model id where sunspec_model is set. NULL: the maker does not say; an installer who knows it fills device_point.';
comment on column ems.device_register.path is 'Name of the virtual input.';
comment on column ems.device_register.sunspec_model is 'SunSpec model the address is counted from; found by walking the model chain.';
comment on column ems.device_register.writable_point is 'Setting that decides whether this one is ours to write: elsewhere it shows what the device makes of it (a flow temperature under a weather curve).';
comment on column ems.device_register.writable_value is 'Values of writable_point with which this register may be written.';
comment on column ems.device_register.encoding is 'Word order and sign: _le low word first, _be high word first.';
comment on column ems.device_register.words is 'Registers it takes.';
comment on column ems.device_register.mask is 'Bits of a shared register; written by read, change, write.';
comment on column ems.device_register.scale is 'Raw to our unit; negative where the maker counts the other direction.';
comment on column ems.device_register.bias is 'Added after scaling, in our unit.';
comment on column ems.device_register.exponent_address is 'Register with a power of ten (SunSpec scale factor), same counting as address.';
comment on column ems.device_register.lowest is 'Lowest value that makes sense, our unit; for rw the lowest that may be written.';
comment on column ems.device_register.highest is 'Highest value that makes sense, our unit; for rw the highest that may be written.';
comment on column ems.device_register.poll is 'fast: control metrics; slow: telemetry; setting: read back; identity: once per connection; clock: hourly; none: on demand.';
comment on column ems.device_register.note is 'The maker''s direction, doubts, traps.';

create table ems.device_derivation (
  device_model text not null,
  metric       text not null,
  term         smallint not null,
  factor       double precision not null,
  input        text[] not null,
  constraint device_derivation_device_model_metric_term_pkey primary key (device_model, metric, term),
  constraint device_derivation_device_model_fkey foreign key (device_model) references ems.device_model (device_model) on delete cascade,
  constraint device_derivation_input_check check (cardinality(input) between 1 and 3)
);
comment on table ems.device_derivation is 'Metrics a device does not have but its registers give: the sum over terms of factor × product of inputs. Missing where an input is missing.';
comment on column ems.device_derivation.device_model is 'Model.';
comment on column ems.device_derivation.metric is 'What is derived.';
comment on column ems.device_derivation.term is 'Number of the term.';
comment on column ems.device_derivation.factor is 'Factor of the term.';
comment on column ems.device_derivation.input is 'Points whose values are multiplied.';

create table ems.device_mode (
  device_model text not null,
  mode         text not null,
  step         smallint not null,
  point        text not null,
  slot         text,
  value        double precision,
  parameter    text,
  note         text not null default '',
  constraint device_mode_device_model_step_pkey primary key (device_model, step),
  constraint device_mode_device_model_fkey foreign key (device_model) references ems.device_model (device_model) on delete cascade,
  constraint device_mode_mode_check check (mode in
    ('any', 'self_consumption', 'hold', 'idle', 'charge', 'discharge', 'car_charge', 'car_pause', 'heat_normal', 'heat_boost', 'heat_reduce', 'publish')),
  constraint device_mode_slot_check check (slot is null or (slot in ('active', 'other') and point like '%\_n\_%')),
  constraint device_mode_value_check check (num_nonnulls(value, parameter) = 1),
  constraint device_mode_parameter_check check (parameter in
    ('owner', 'discharge_w', 'discharge_limit_w', 'grid_charge_a', 'soc_target_pct', 'soc_floor_pct', 'export_limit_w',
     'export_allowed', 'weekday_mask', 'car_current_a', 'flow_setpoint_c', 'dhw_setpoint_c', 'battery_mode', 'price_rank', 'buy_price',
     'sell_price', 'battery_w', 'car_w', 'heat_pump_w'))
);
comment on table ems.device_mode is 'How a model is brought into a mode: its settings, in the order they are written. Economic intent in, registers out.';
comment on column ems.device_mode.device_model is 'Model.';
comment on column ems.device_mode.mode is 'What is wanted; any: in every mode of the model.';
comment on column ems.device_mode.step is 'Order of writing.';
comment on column ems.device_mode.point is 'Setting of device_register; _n_ stands for the number of a time-of-use slot.';
comment on column ems.device_mode.slot is 'For time-of-use settings: active is the slot that holds now, other the rest.';
comment on column ems.device_mode.value is 'Constant, our unit.';
comment on column ems.device_mode.parameter is 'Or a number of setpoint.parameter, computed for this moment; owner: what the owner had set.';
comment on column ems.device_mode.note is 'Why.';

create table ems.device (
  site_id           text not null,
  device_id         integer not null generated always as identity,
  device            text not null,
  device_model      text not null,
  gateway_id        text not null,
  unit_id           smallint not null default 1,
  enabled           boolean not null default true,
  validated         boolean not null default false,
  validated_at      timestamptz,
  validated_by      text,
  first_seen_at     timestamptz,
  last_seen_at      timestamptz,
  serial_number     text,
  firmware_version  text,
  hardware_revision text,
  fast_poll         interval not null default '10 s',
  slow_poll         interval not null default '60 s',
  control_state     text not null default 'released',
  constraint device_site_id_device_id_pkey primary key (site_id, device_id),
  constraint device_site_id_device_key unique (site_id, device),
  constraint device_site_id_fkey foreign key (site_id) references ems.site (site_id) on delete cascade,
  constraint device_device_model_fkey foreign key (device_model) references ems.device_model (device_model),
  constraint device_site_id_gateway_id_fkey foreign key (site_id, gateway_id) references ems.gateway (site_id, gateway_id),
  constraint device_site_id_gateway_id_unit_id_device_model_key unique (site_id, gateway_id, unit_id, device_model),
  constraint device_device_check check (device ~ '^[a-z][a-z0-9_]{1,62}$'),
  constraint device_unit_id_check check (unit_id between 0 and 255),
  constraint device_validated_check check (validated = (validated_at is not null)),
  constraint device_fast_poll_check check (fast_poll between interval '1 s' and interval '1 h'),
  constraint device_slow_poll_check check (slow_poll between fast_poll and interval '1 day'),
  constraint device_control_state_check check (control_state in ('released', 'controlled'))
);
comment on table ems.device is 'Devices of a house. Telemetry of one that nobody validated is refused.';
comment on column ems.device.site_id is 'House.';
comment on column ems.device.device_id is 'Narrow key.';
comment on column ems.device.device is 'Name within the house: inverter, meter_grid.';
comment on column ems.device.device_model is 'What it is.';
comment on column ems.device.gateway_id is 'How it is reached.';
comment on column ems.device.unit_id is 'Modbus unit id.';
comment on column ems.device.enabled is 'False: not polled and not controlled.';
comment on column ems.device.validated is 'A person has confirmed that this is the device it claims to be and that its values are right.';
comment on column ems.device.validated_at is 'When.';
comment on column ems.device.validated_by is 'Who.';
comment on column ems.device.first_seen_at is 'First answer ever.';
comment on column ems.device.last_seen_at is 'Last answer.';
comment on column ems.device.serial_number is 'As the device says.';
comment on column ems.device.firmware_version is 'As the device says.';
comment on column ems.device.hardware_revision is 'As the device says.';
comment on column ems.device.fast_poll is 'Time between reads of control metrics.';
comment on column ems.device.slow_poll is 'Time between reads of the rest.';
comment on column ems.device.control_state is 'controlled: its settings are ours and the owner''s are saved; released: they are the owner''s.';

create table ems.device_point (
  site_id   text not null,
  device_id integer not null,
  point     text not null,
  space     text,
  address   integer,
  path      text,
  encoding  text,
  scale     double precision,
  bias      double precision,
  lowest    double precision,
  highest   double precision,
  poll      text,
  source    text not null,
  constraint device_point_site_id_device_id_point_pkey primary key (site_id, device_id, point),
  constraint device_point_site_id_device_id_fkey foreign key (site_id, device_id) references ems.device (site_id, device_id) on delete cascade,
  constraint device_point_address_check check (address between 0 and 65535),
  constraint device_point_scale_check check (scale <> 0)
);
comment on table ems.device_point is 'What an installer knows better about one device than its model: a register the maker does not publish, another counter scale, the name of an input. NULL: as the model says.';
comment on column ems.device_point.site_id is 'House.';
comment on column ems.device_point.device_id is 'Device.';
comment on column ems.device_point.point is 'Point of the model.';
comment on column ems.device_point.space is 'Instead of the model''s.';
comment on column ems.device_point.address is 'Instead of the model''s.';
comment on column ems.device_point.path is 'Instead of the model''s.';
comment on column ems.device_point.encoding is 'Instead of the model''s.';
comment on column ems.device_point.scale is 'Instead of the model''s.';
comment on column ems.device_point.bias is 'Instead of the model''s.';
comment on column ems.device_point.lowest is 'Instead of the model''s.';
comment on column ems.device_point.highest is 'Instead of the model''s.';
comment on column ems.device_point.poll is 'Instead of the model''s.';
comment on column ems.device_point.source is 'Who says so, or which document.';

create table ems.site_signal (
  site_id   text not null,
  signal    text not null,
  device_id integer not null,
  metric    text not null,
  factor    double precision not null default 1,
  constraint site_signal_site_id_signal_device_id_metric_pkey primary key (site_id, signal, device_id, metric),
  constraint site_signal_site_id_device_id_fkey foreign key (site_id, device_id) references ems.device (site_id, device_id) on delete cascade,
  constraint site_signal_metric_fkey foreign key (metric) references ems.metric (metric),
  constraint site_signal_signal_check check (signal in
    ('grid_w', 'grid_l1_w', 'grid_l2_w', 'grid_l3_w', 'pv_w', 'battery_w', 'inverter_ac_w', 'load_w',
     'soc_pct', 'battery_v', 'ev_w', 'heat_pump_w', 'heat_w', 'outdoor_c', 'flow_c', 'return_c', 'tank_c', 'room_c',
     'import_wh_total', 'export_wh_total'))
);
comment on table ems.site_signal is 'Which measurements stand for a quantity of the whole house; several add up. The choice (inverter or grid meter) is the site''s.';
comment on column ems.site_signal.site_id is 'House.';
comment on column ems.site_signal.signal is 'Quantity of the house: grid_w (+ import), pv_w, battery_w (+ charges), load_w, soc_pct, ev_w, heat_pump_w, …';
comment on column ems.site_signal.device_id is 'Device that measures it.';
comment on column ems.site_signal.metric is 'Its metric.';
comment on column ems.site_signal.factor is 'Factor, −1 to turn a direction.';

create type ems.register_spec as (
  point text, access text, space text, address integer, encoding text, scale double precision, bias double precision,
  lowest double precision, highest double precision, poll text, mask integer, sunspec_model smallint, exponent_address integer, path text,
  words smallint, note text, writable_point text, writable_value double precision[]);
comment on type ems.register_spec is 'A row of device_register as driver files write it; see fn_register for the short form.';

create type ems.derivation_spec as (metric text, factor double precision, input text[]);
comment on type ems.derivation_spec is 'A term of device_derivation as driver files write it.';

create type ems.mode_spec as (mode text, point text, slot text, value double precision, parameter text, note text);
comment on type ems.mode_spec is 'A row of device_mode as driver files write it, in the order of writing.';
