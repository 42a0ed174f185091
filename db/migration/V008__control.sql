create table ems.override (
  site_id      text not null,
  override_id  bigint not null generated always as identity,
  device_id    integer,
  kind         text not null,
  power_w      double precision,
  energy_wh    double precision,
  starts_at    timestamptz not null,
  ends_at      timestamptz not null,
  author       text not null,
  reason       text not null,
  created_at   timestamptz not null,
  cancelled_at timestamptz,
  cancelled_by text,
  constraint override_site_id_override_id_pkey primary key (site_id, override_id),
  constraint override_site_id_fkey foreign key (site_id) references ems.site (site_id) on delete cascade,
  constraint override_site_id_device_id_fkey foreign key (site_id, device_id) references ems.device (site_id, device_id) on delete cascade,
  constraint override_kind_check check (kind in
    ('battery_charge', 'battery_hold', 'battery_discharge', 'battery_auto', 'car_now', 'car_pause', 'heat_boost', 'heat_reduce', 'export_stop', 'hands_off')),
  constraint override_power_w_check check (power_w > 0 and power_w <= 100000),
  constraint override_energy_wh_check check (energy_wh > 0),
  constraint override_ends_at_check check (ends_at > starts_at and ends_at - starts_at <= interval '7 days'),
  constraint override_reason_check check (length(reason) between 1 and 500),
  constraint override_author_check check (length(author) between 1 and 200)
);
create index override_site_id_ends_at_idx on ems.override (site_id, ends_at) where cancelled_at is null;
comment on table ems.override is 'What a person wants instead of the plan, for a limited time.';
comment on column ems.override.site_id is 'House.';
comment on column ems.override.override_id is 'Key.';
comment on column ems.override.device_id is 'Which charger; NULL: the only one, or the battery.';
comment on column ems.override.kind is 'What is wanted; hands_off leaves a device to its owner.';
comment on column ems.override.power_w is 'How strongly; NULL: as much as the device allows.';
comment on column ems.override.energy_wh is 'Until so much is in; NULL: until the time is over.';
comment on column ems.override.starts_at is 'From when.';
comment on column ems.override.ends_at is 'Until when, at most seven days: an override never stays by itself.';
comment on column ems.override.author is 'Who wants it.';
comment on column ems.override.reason is 'Why.';
comment on column ems.override.created_at is 'When it was asked for.';
comment on column ems.override.cancelled_at is 'When it was taken back.';
comment on column ems.override.cancelled_by is 'By whom.';

create table ems.setpoint (
  site_id         text not null,
  setpoint_id     bigint not null generated always as identity,
  device_id       integer not null,
  mode            text not null,
  parameter       jsonb not null,
  author          text not null,
  reason          text not null,
  planning_run_id bigint,
  override_id     bigint,
  starts_at       timestamptz not null,
  expires_at      timestamptz not null,
  ended_at        timestamptz,
  constraint setpoint_site_id_setpoint_id_pkey primary key (site_id, setpoint_id),
  constraint setpoint_site_id_device_id_fkey foreign key (site_id, device_id) references ems.device (site_id, device_id) on delete cascade,
  constraint setpoint_site_id_planning_run_id_fkey foreign key (site_id, planning_run_id) references ems.planning_run (site_id, planning_run_id),
  constraint setpoint_site_id_override_id_fkey foreign key (site_id, override_id) references ems.override (site_id, override_id),
  constraint setpoint_expires_at_check check (expires_at > starts_at)
);
create unique index setpoint_current_idx on ems.setpoint (site_id, device_id) where ended_at is null;
create index setpoint_site_id_starts_at_idx on ems.setpoint (site_id, starts_at desc);
comment on table ems.setpoint is 'What a device is to do and why, one row for as long as it stays the same.';
comment on column ems.setpoint.site_id is 'House.';
comment on column ems.setpoint.setpoint_id is 'Key.';
comment on column ems.setpoint.device_id is 'Device.';
comment on column ems.setpoint.mode is 'Mode of device_mode.';
comment on column ems.setpoint.parameter is 'The numbers the mode was made with.';
comment on column ems.setpoint.author is 'Plan, person or guard.';
comment on column ems.setpoint.reason is 'Why, in words.';
comment on column ems.setpoint.planning_run_id is 'Plan it follows.';
comment on column ems.setpoint.override_id is 'Override it follows.';
comment on column ems.setpoint.starts_at is 'Since when.';
comment on column ems.setpoint.expires_at is 'Without renewal the device goes back to its owner''s settings then.';
comment on column ems.setpoint.ended_at is 'When another took its place.';

create table ems.device_setting (
  site_id     text not null,
  device_id   integer not null,
  point       text not null,
  value       double precision not null,
  read_at     timestamptz not null,
  wanted      double precision,
  wanted_at   timestamptz,
  owner_value double precision,
  owner_at    timestamptz,
  constraint device_setting_site_id_device_id_point_pkey primary key (site_id, device_id, point),
  constraint device_setting_site_id_device_id_fkey foreign key (site_id, device_id) references ems.device (site_id, device_id) on delete cascade
);
comment on table ems.device_setting is 'Settings of a device as last read back, as we want them, and as the owner had them before we came.';
comment on column ems.device_setting.site_id is 'House.';
comment on column ems.device_setting.device_id is 'Device.';
comment on column ems.device_setting.point is 'Setting.';
comment on column ems.device_setting.value is 'What it holds, our unit.';
comment on column ems.device_setting.read_at is 'When it was read.';
comment on column ems.device_setting.wanted is 'What the setpoint in force asks for; NULL: nothing.';
comment on column ems.device_setting.wanted_at is 'Since when.';
comment on column ems.device_setting.owner_value is 'What it held before first control; written back when control ends.';
comment on column ems.device_setting.owner_at is 'When that was saved.';

create table ems.command (
  site_id      text not null,
  command_id   bigint not null generated always as identity,
  device_id    integer not null,
  setpoint_id  bigint,
  point        text not null,
  value        double precision not null,
  step         smallint not null,
  purpose      text not null,
  state        text not null default 'pending',
  attempt      smallint not null default 1,
  retry_of     bigint,
  author       text not null,
  reason       text not null,
  created_at   timestamptz not null,
  due_at       timestamptz not null,
  expires_at   timestamptz not null,
  worker       text,
  sent_at      timestamptz,
  acked_at     timestamptz,
  finished_at  timestamptz,
  written      boolean,
  value_before double precision,
  value_read   double precision,
  error        text,
  constraint command_site_id_command_id_pkey primary key (site_id, command_id),
  constraint command_site_id_device_id_fkey foreign key (site_id, device_id) references ems.device (site_id, device_id) on delete cascade,
  constraint command_site_id_setpoint_id_fkey foreign key (site_id, setpoint_id) references ems.setpoint (site_id, setpoint_id),
  constraint command_purpose_check check (purpose in ('setpoint', 'restore', 'safety', 'clock')),
  constraint command_state_check check (state in ('pending', 'sent', 'acked', 'verified', 'failed', 'timeout', 'expired', 'superseded')),
  constraint command_attempt_check check (attempt between 1 and 3 and (attempt = 1) = (retry_of is null)),
  constraint command_expires_at_check check (expires_at > created_at),
  constraint command_sent_at_check check (state not in ('sent', 'acked', 'verified') or sent_at is not null),
  constraint command_acked_at_check check (state not in ('acked', 'verified') or acked_at is not null),
  constraint command_finished_at_check check ((state in ('pending', 'sent', 'acked')) = (finished_at is null)),
  constraint command_error_check check (state not in ('failed', 'timeout') or error is not null)
);
create unique index command_open_idx on ems.command (site_id, device_id, point) where state in ('pending', 'sent', 'acked');
create index command_site_id_created_at_idx on ems.command (site_id, created_at desc);
-- the latest command of a setting; the commands of a setpoint
create index command_site_id_device_id_point_idx on ems.command (site_id, device_id, point, command_id);
create index command_site_id_setpoint_id_idx on ems.command (site_id, setpoint_id);
comment on table ems.command is 'One write of one setting. pending → sent → acked → verified | failed | timeout | expired | superseded; a retry is a new row.';
comment on column ems.command.site_id is 'House.';
comment on column ems.command.command_id is 'Key.';
comment on column ems.command.device_id is 'Device.';
comment on column ems.command.setpoint_id is 'Setpoint it serves; NULL for restoring and clocks.';
comment on column ems.command.point is 'Setting.';
comment on column ems.command.value is 'Value wanted, our unit.';
comment on column ems.command.step is 'Order among the commands of one setpoint.';
comment on column ems.command.purpose is 'setpoint, restore (the owner''s value), safety (exempt from the budget, counted), clock.';
comment on column ems.command.state is 'Where it stands.';
comment on column ems.command.attempt is '1, or 2 and 3 for retries.';
comment on column ems.command.retry_of is 'The command this one repeats.';
comment on column ems.command.author is 'Plan, person or guard.';
comment on column ems.command.reason is 'Why, in words.';
comment on column ems.command.created_at is 'When it was decided.';
comment on column ems.command.due_at is 'Not before.';
comment on column ems.command.expires_at is 'Not after.';
comment on column ems.command.worker is 'Worker that took it.';
comment on column ems.command.sent_at is 'When it went to the device.';
comment on column ems.command.acked_at is 'When the device accepted it, or already held the value.';
comment on column ems.command.finished_at is 'When it came to its end.';
comment on column ems.command.written is 'False: the register already held the value and was not written.';
comment on column ems.command.value_before is 'What the register held.';
comment on column ems.command.value_read is 'What was read back.';
comment on column ems.command.error is 'Why it failed.';

create table ems.write_ledger (
  site_id    text not null,
  device_id  integer not null,
  point      text not null,
  local_day  date not null,
  writes     integer not null,
  exempt     integer not null default 0,
  constraint write_ledger_site_id_device_id_point_local_day_pkey primary key (site_id, device_id, point, local_day),
  constraint write_ledger_site_id_device_id_fkey foreign key (site_id, device_id) references ems.device (site_id, device_id) on delete cascade,
  constraint write_ledger_writes_check check (writes >= 0 and exempt >= 0)
);
comment on table ems.write_ledger is 'Writes per register and local day: settings live in memory that wears out.';
comment on column ems.write_ledger.site_id is 'House.';
comment on column ems.write_ledger.device_id is 'Device.';
comment on column ems.write_ledger.point is 'Setting.';
comment on column ems.write_ledger.local_day is 'Day in the site''s zone.';
comment on column ems.write_ledger.writes is 'Writes sent, exempt ones included.';
comment on column ems.write_ledger.exempt is 'Of these, writes that are never refused: for safety, for restoring, to virtual inputs.';
