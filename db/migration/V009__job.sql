create table ems.job_kind (
  job          text not null,
  title        text not null,
  rank         smallint not null,
  local_times  time[] not null default '{}',
  every        interval,
  delay        interval not null default '0',
  catch_up     text not null,
  lease        interval not null,
  retry_after  interval not null,
  retry_until  interval not null,
  constraint job_kind_job_pkey primary key (job),
  constraint job_kind_every_check check ((every is null) <> (local_times = '{}') and every between interval '10 s' and interval '1 day'),
  constraint job_kind_delay_check check (delay >= interval '0'),
  constraint job_kind_catch_up_check check (catch_up in ('latest', 'skip')),
  constraint job_kind_lease_check check (lease between interval '5 s' and interval '1 hour'),
  constraint job_kind_retry_after_check check (retry_after >= interval '10 s' and retry_until >= interval '0')
);
comment on table ems.job_kind is 'Jobs of every house and when they are due.';
comment on column ems.job_kind.job is 'Name; the worker knows what it carries for it.';
comment on column ems.job_kind.title is 'For people.';
comment on column ems.job_kind.rank is 'Of jobs due at once the lower goes first: prices before the plan, the plan before setpoints.';
comment on column ems.job_kind.local_times is 'Wall-clock times in the site''s zone; one that a clock change skips comes at the change, one that comes twice is due once.';
comment on column ems.job_kind.every is 'Or a period, counted from midnight UTC.';
comment on column ems.job_kind.delay is 'Added to each due time of a period.';
comment on column ems.job_kind.catch_up is 'After an outage: latest, only the newest missed tick is done; skip, none is.';
comment on column ems.job_kind.lease is 'How long a worker may hold it without a sign of life.';
comment on column ems.job_kind.retry_after is 'A failed run is tried again after this long.';
comment on column ems.job_kind.retry_until is 'Until this long after its due time; then it waits for its next tick.';

create table ems.job (
  site_id  text not null,
  job      text not null,
  enabled  boolean not null default true,
  tick_at  timestamptz,
  constraint job_site_id_job_pkey primary key (site_id, job),
  constraint job_site_id_fkey foreign key (site_id) references ems.site (site_id) on delete cascade,
  constraint job_job_fkey foreign key (job) references ems.job_kind (job)
);
comment on table ems.job is 'Jobs of a house.';
comment on column ems.job.site_id is 'House.';
comment on column ems.job.job is 'Job.';
comment on column ems.job.enabled is 'False: not due by itself; a person may still ask for it.';
comment on column ems.job.tick_at is 'Latest tick that was claimed.';

create table ems.job_run (
  site_id     text not null,
  job_run_id  bigint not null generated always as identity,
  job         text not null,
  due_at      timestamptz not null,
  cause       text not null,
  author      text not null,
  argument    jsonb not null default '{}',
  state       text not null,
  worker      text,
  lease_until timestamptz,
  attempt     integer not null default 0,
  retry_at    timestamptz,
  give_up_at  timestamptz not null,
  started_at  timestamptz,
  finished_at timestamptz,
  duration_ms double precision,
  progress    text,
  result      jsonb,
  error       text,
  constraint job_run_site_id_job_run_id_pkey primary key (site_id, job_run_id),
  constraint job_run_site_id_job_fkey foreign key (site_id, job) references ems.job (site_id, job) on delete cascade,
  constraint job_run_cause_check check (cause in ('schedule', 'request')),
  constraint job_run_state_check check (state in ('waiting', 'running', 'done', 'failed')),
  constraint job_run_lease_until_check check ((state = 'running') = (lease_until is not null)),
  constraint job_run_error_check check (state <> 'failed' or error is not null)
);
create unique index job_run_tick_idx on ems.job_run (site_id, job, due_at) where cause = 'schedule';
create index job_run_open_idx on ems.job_run (site_id, job, due_at) where state in ('waiting', 'running');
create index job_run_site_id_due_at_idx on ems.job_run (site_id, due_at desc);
comment on table ems.job_run is 'Runs: each tick has one, whoever does it, however often it is tried.';
comment on column ems.job_run.site_id is 'House.';
comment on column ems.job_run.job_run_id is 'Key.';
comment on column ems.job_run.job is 'Job.';
comment on column ems.job_run.due_at is 'Tick, or when it was asked for.';
comment on column ems.job_run.cause is 'schedule or request.';
comment on column ems.job_run.author is 'Who asked; schedule for ticks.';
comment on column ems.job_run.argument is 'What it is to work on: {"date": "2026-03-29"}.';
comment on column ems.job_run.state is 'waiting → running → done | failed; a run that failed and is to be retried waits again.';
comment on column ems.job_run.worker is 'Who does it.';
comment on column ems.job_run.lease_until is 'Until when that worker has it; then anybody may take it.';
comment on column ems.job_run.attempt is 'How often it was started.';
comment on column ems.job_run.retry_at is 'Not before.';
comment on column ems.job_run.give_up_at is 'No retry after this.';
comment on column ems.job_run.started_at is 'Start of the latest attempt.';
comment on column ems.job_run.finished_at is 'When it came to its end.';
comment on column ems.job_run.duration_ms is 'How long the latest attempt took.';
comment on column ems.job_run.progress is 'What it is at, for people who wait.';
comment on column ems.job_run.result is 'What came of it.';
comment on column ems.job_run.error is 'Why the latest attempt failed.';
