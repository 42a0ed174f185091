-- A house may have its own times of day for a job.
alter table ems.job add column local_times time[];
alter table ems.job add constraint job_local_times_check check (cardinality(local_times) between 1 and 24 and array_position(local_times, null) is null);
comment on column ems.job.local_times is 'Wall-clock times in the site''s zone of this house, instead of those of job_kind; NULL: as there. A job with a period has none.';
