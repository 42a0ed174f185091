create type ems.ingest_sample as (n bigint, device text, metric text, at timestamptz, value double precision, reason text);
comment on type ems.ingest_sample is 'A row of what somebody pushed, taken apart: its number, and why it is refused (NULL: it is not).';
