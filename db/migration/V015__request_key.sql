create table ems.request_key (
  author      text not null,
  key         text not null,
  door        text not null,
  fingerprint text not null,
  status      smallint,
  location    text,
  answer      jsonb,
  created_at  timestamptz not null,
  constraint request_key_author_key_pkey primary key (author, key),
  constraint request_key_key_check check (length(key) between 1 and 200),
  constraint request_key_status_check check (status between 200 and 299),
  constraint request_key_answer_check check ((status is null) = (answer is null))
);
create index request_key_created_at_idx on ems.request_key (created_at);
comment on table ems.request_key is 'Requests that carried an Idempotency-Key, and what they were answered: sent again within a day they are answered the same and do nothing.';
comment on column ems.request_key.author is 'Whose key it is: two people may choose the same.';
comment on column ems.request_key.key is 'As sent.';
comment on column ems.request_key.door is 'Function of schema api that was called.';
comment on column ems.request_key.fingerprint is 'MD5 of the arguments: the same key with others is refused.';
comment on column ems.request_key.status is 'HTTP status of the answer; NULL while it is being made.';
comment on column ems.request_key.location is 'Its Location.';
comment on column ems.request_key.answer is 'Its body.';
comment on column ems.request_key.created_at is 'When it was first sent; kept for a day.';

insert into ems.retention (relation, keep) values ('request_key', '24 hours') on conflict (relation) do nothing;
