-- Who runs one house takes in people who have no account yet.
create table ems.invitation (
  site_id    text not null,
  email      text not null,
  role       text not null,
  token_hash bytea not null,
  user_id    uuid not null,
  invited_at timestamptz not null,
  expires_at timestamptz not null,
  constraint invitation_site_id_email_pkey primary key (site_id, email),
  constraint invitation_site_id_fkey foreign key (site_id) references ems.site (site_id) on delete cascade,
  constraint invitation_user_id_fkey foreign key (user_id) references ems.user_account (user_id) on delete cascade,
  constraint invitation_email_check check (email = lower(email) and email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and length(email) <= 254),
  constraint invitation_role_check check (role in ('guest', 'operator', 'installer', 'admin')),
  constraint invitation_token_hash_check check (octet_length(token_hash) = 32),
  constraint invitation_expires_at_check check (expires_at > invited_at)
);
comment on table ems.invitation is 'One-time links that are out: each makes one account, a member of one house. One that was used is gone.';
comment on column ems.invitation.site_id is 'House.';
comment on column ems.invitation.email is 'Login of the account to be made, in lower case; another one it does not make.';
comment on column ems.invitation.role is 'What it will be in the house.';
comment on column ems.invitation.token_hash is 'SHA-256 of the link''s token, which is stored nowhere.';
comment on column ems.invitation.user_id is 'Who invited: the link works while that account is an administrator of the house.';
comment on column ems.invitation.invited_at is 'When it was made.';
comment on column ems.invitation.expires_at is 'Until when it works.';
