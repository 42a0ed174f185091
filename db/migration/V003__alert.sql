create table ems.alert_code (
  code     text not null,
  source   text not null,
  severity text not null,
  title    text not null,
  help     text not null,
  latched  boolean not null default false,
  constraint alert_code_code_pkey primary key (code),
  constraint alert_code_code_check check (code ~ '^[a-z][a-z0-9_]{1,62}$'),
  constraint alert_code_source_check check (source in ('biz', 'infra')),
  constraint alert_code_severity_check check (severity in ('info', 'warning', 'error', 'critical'))
);
comment on table ems.alert_code is 'The dictionary of alerts. What is not in it cannot be raised.';
comment on column ems.alert_code.code is 'Machine code.';
comment on column ems.alert_code.source is 'biz: money, energy, comfort; infra: devices, network, database.';
comment on column ems.alert_code.severity is 'info, warning, error, critical.';
comment on column ems.alert_code.title is 'One line for people.';
comment on column ems.alert_code.help is 'What a person can do.';
comment on column ems.alert_code.latched is 'True: a safety lock that only a person resets.';

create table ems.alert (
  site_id         text not null,
  alert_id        bigint not null generated always as identity,
  code            text not null,
  subject         text not null default '',
  message         text not null,
  detail          jsonb not null default '{}',
  state           text not null default 'open',
  occurrences     integer not null default 1,
  opened_at       timestamptz not null,
  last_seen_at    timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by text,
  resolved_at     timestamptz,
  resolved_by     text,
  constraint alert_site_id_alert_id_pkey primary key (site_id, alert_id),
  constraint alert_site_id_fkey foreign key (site_id) references ems.site (site_id) on delete cascade,
  constraint alert_code_fkey foreign key (code) references ems.alert_code (code),
  constraint alert_state_check check (state in ('open', 'acknowledged', 'resolved')),
  constraint alert_occurrences_check check (occurrences >= 1),
  constraint alert_resolved_at_check check ((state = 'resolved') = (resolved_at is not null)),
  constraint alert_acknowledged_at_check check (state <> 'acknowledged' or acknowledged_at is not null)
);
create unique index alert_site_id_code_subject_idx on ems.alert (site_id, code, subject) where state <> 'resolved';
create index alert_site_id_opened_at_idx on ems.alert (site_id, opened_at desc);
comment on table ems.alert is 'What somebody should know. While one is open, the same thing again only counts up.';
comment on column ems.alert.site_id is 'House.';
comment on column ems.alert.alert_id is 'Key.';
comment on column ems.alert.code is 'What kind.';
comment on column ems.alert.subject is 'What it is about: a device, a metric, a source; two alerts of one code differ by it.';
comment on column ems.alert.message is 'The latest text.';
comment on column ems.alert.detail is 'The latest values.';
comment on column ems.alert.state is 'open → acknowledged → resolved, or open → resolved.';
comment on column ems.alert.occurrences is 'How often it was raised since it opened.';
comment on column ems.alert.opened_at is 'First time.';
comment on column ems.alert.last_seen_at is 'Latest time.';
comment on column ems.alert.acknowledged_at is 'When a person saw it.';
comment on column ems.alert.acknowledged_by is 'Who.';
comment on column ems.alert.resolved_at is 'When it was over.';
comment on column ems.alert.resolved_by is 'Who or what ended it.';
