-- Who a person is: accounts, the houses they see, logins, tokens for programs. Nothing of it is readable by any role but its owner's functions.
do $$
begin
  if to_regprocedure('public.crypt(text, text)') is null or to_regprocedure('public.hmac(text, text, text)') is null then
    raise exception 'pgcrypto is not in schema public: logins need it'
      using hint = 'As a superuser of this database: create extension pgcrypto with schema public; where it lives in another schema: alter extension pgcrypto set schema public. It is part of PostgreSQL''s contrib package.';
  end if;
end
$$;

do $$
begin
  create role ems_installer nologin;
exception when duplicate_object or unique_violation then null;
end
$$;
comment on role ems_installer is 'Installs a house: devices, configuration; else as an operator.';

-- Bound values (passwords, tokens) stay out of the server's log even where statements are logged.
do $$
begin
  execute format('alter database %I set log_parameter_max_length = 0', current_database());
exception when insufficient_privilege then
  raise notice 'bound values may be logged where statements are: a superuser may stop it (alter database … set log_parameter_max_length = 0)';
end
$$;

create table ems.identity_setting (
  only_row         boolean not null default true,
  secret           text not null,
  audience         text not null default 'ems',
  bcrypt_work      smallint not null default 12,
  access_lifetime  interval not null default '15 min',
  refresh_lifetime interval not null default '720 hours',
  setup_hash       bytea,
  setup_expires_at timestamptz,
  constraint identity_setting_only_row_pkey primary key (only_row),
  constraint identity_setting_only_row_check check (only_row),
  constraint identity_setting_secret_check check (octet_length(secret) >= 32),
  constraint identity_setting_audience_check check (audience <> ''),
  constraint identity_setting_bcrypt_work_check check (bcrypt_work between 4 and 16),
  constraint identity_setting_access_lifetime_check check (access_lifetime between interval '1 min' and interval '1 hour'),
  constraint identity_setting_refresh_lifetime_check check (refresh_lifetime between interval '1 hour' and interval '8760 hours'),
  constraint identity_setting_setup_expires_at_check check ((setup_hash is null) = (setup_expires_at is null))
);
comment on table ems.identity_setting is 'How logins are made: one row, for its owner only.';
comment on column ems.identity_setting.only_row is 'True: there is one row.';
comment on column ems.identity_setting.secret is 'Shared secret of HS256, at least 32 bytes: signs tokens here; `ems serve` and PostgREST check them with it.';
comment on column ems.identity_setting.audience is 'Whom tokens are for: their claim aud.';
comment on column ems.identity_setting.bcrypt_work is 'Work of a password''s hash: 2^cost rounds. 12 takes a quarter of a second.';
comment on column ems.identity_setting.access_lifetime is 'How long an access token lives.';
comment on column ems.identity_setting.refresh_lifetime is 'How long a login lives from its latest renewal.';
comment on column ems.identity_setting.setup_hash is 'SHA-256 of the one-time setup token, until it is used.';
comment on column ems.identity_setting.setup_expires_at is 'Until when the setup token works.';

-- Random, and different in every database: 256 bits.
insert into ems.identity_setting (secret) values (encode(public.gen_random_bytes(32), 'hex'));

create table ems.user_account (
  user_id       uuid not null default gen_random_uuid(),
  email         text not null,
  name          text not null default '',
  role          text,
  language      text not null default 'en',
  password_hash text,
  password_at   timestamptz,
  created_at    timestamptz not null,
  locked_at     timestamptz,
  constraint user_account_user_id_pkey primary key (user_id),
  constraint user_account_email_key unique (email),
  constraint user_account_email_check check (email = lower(email) and email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and length(email) <= 254),
  constraint user_account_name_check check (length(name) <= 200),
  constraint user_account_role_check check (role in ('guest', 'operator', 'installer', 'admin')),
  constraint user_account_language_check check (language ~ '^[a-z]{2}$'),
  constraint user_account_password_at_check check ((password_hash is null) = (password_at is null))
);
comment on table ems.user_account is 'People and programs that may log in.';
comment on column ems.user_account.user_id is 'Key; the claim sub of tokens.';
comment on column ems.user_account.email is 'Login, in lower case.';
comment on column ems.user_account.name is 'For people.';
comment on column ems.user_account.role is 'Role in every house, those to come too; NULL: only in the houses of site_member.';
comment on column ems.user_account.language is 'ISO 639-1, for the page.';
comment on column ems.user_account.password_hash is 'bcrypt; NULL: no login by password, only by tokens.';
comment on column ems.user_account.password_at is 'When the password was set.';
comment on column ems.user_account.created_at is 'When the account was made.';
comment on column ems.user_account.locked_at is 'Since when nothing of it works; NULL: it does.';

create table ems.site_member (
  site_id text not null,
  user_id uuid not null,
  role    text not null,
  constraint site_member_site_id_user_id_pkey primary key (site_id, user_id),
  constraint site_member_site_id_fkey foreign key (site_id) references ems.site (site_id) on delete cascade,
  constraint site_member_user_id_fkey foreign key (user_id) references ems.user_account (user_id) on delete cascade,
  constraint site_member_role_check check (role in ('guest', 'operator', 'installer', 'admin'))
);
-- asked with every request, when the houses are what is wanted
create index site_member_user_id_idx on ems.site_member (user_id, site_id);
comment on table ems.site_member is 'Who belongs to a house, and as what: row security of every table with a site_id rests on it.';
comment on column ems.site_member.site_id is 'House.';
comment on column ems.site_member.user_id is 'Who.';
comment on column ems.site_member.role is 'guest reads; operator runs the house; installer changes its devices and configuration; admin all of it.';

create table ems.login_session (
  session_id     uuid not null default gen_random_uuid(),
  user_id        uuid not null,
  address        inet,
  created_at     timestamptz not null,
  expires_at     timestamptz not null,
  revoked_at     timestamptz,
  revoked_reason text,
  constraint login_session_session_id_pkey primary key (session_id),
  constraint login_session_user_id_fkey foreign key (user_id) references ems.user_account (user_id) on delete cascade,
  constraint login_session_revoked_reason_check check ((revoked_at is null) = (revoked_reason is null) and revoked_reason in ('logout', 'password', 'reuse'))
);
create index login_session_user_id_idx on ems.login_session (user_id);
comment on table ems.login_session is 'Logins: the family of refresh tokens that began with one password. Ending it ends its access tokens too.';
comment on column ems.login_session.session_id is 'Key; the claim sid of tokens.';
comment on column ems.login_session.user_id is 'Who.';
comment on column ems.login_session.address is 'From where; NULL: not known.';
comment on column ems.login_session.created_at is 'When the password was given.';
comment on column ems.login_session.expires_at is 'When its newest refresh token ends.';
comment on column ems.login_session.revoked_at is 'Since when it is over.';
comment on column ems.login_session.revoked_reason is 'logout, password (it was changed) or reuse (a refresh token came twice).';

create table ems.refresh_token (
  token_hash bytea not null,
  session_id uuid not null,
  issued_at  timestamptz not null,
  expires_at timestamptz not null,
  used_at    timestamptz,
  constraint refresh_token_token_hash_pkey primary key (token_hash),
  constraint refresh_token_session_id_fkey foreign key (session_id) references ems.login_session (session_id) on delete cascade,
  constraint refresh_token_token_hash_check check (octet_length(token_hash) = 32)
);
create index refresh_token_session_id_idx on ems.refresh_token (session_id);
comment on table ems.refresh_token is 'Refresh tokens, each good for one renewal.';
comment on column ems.refresh_token.token_hash is 'SHA-256 of the token, which is stored nowhere.';
comment on column ems.refresh_token.session_id is 'Login it belongs to.';
comment on column ems.refresh_token.issued_at is 'When it was made.';
comment on column ems.refresh_token.expires_at is 'When it ends.';
comment on column ems.refresh_token.used_at is 'When it was given for a new one; whoever brings it later has stolen it, or was stolen from.';

create table ems.api_token (
  api_token_id uuid not null default gen_random_uuid(),
  user_id      uuid not null,
  name         text not null,
  token_hash   bytea not null,
  role         text not null,
  created_at   timestamptz not null,
  expires_at   timestamptz,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  constraint api_token_api_token_id_pkey primary key (api_token_id),
  constraint api_token_token_hash_key unique (token_hash),
  constraint api_token_user_id_fkey foreign key (user_id) references ems.user_account (user_id) on delete cascade,
  constraint api_token_token_hash_check check (octet_length(token_hash) = 32),
  constraint api_token_name_check check (name ~ '^[a-z0-9][a-z0-9_.-]{0,62}$'),
  constraint api_token_role_check check (role in ('guest', 'operator', 'installer', 'admin')),
  constraint api_token_expires_at_check check (expires_at > created_at)
);
create unique index api_token_user_id_name_idx on ems.api_token (user_id, name) where revoked_at is null;
comment on table ems.api_token is 'Named tokens of programs (`Authorization: Bearer ems_…`), with no more rights than their account has.';
comment on column ems.api_token.api_token_id is 'Key; the claim tid of tokens.';
comment on column ems.api_token.user_id is 'On whose behalf.';
comment on column ems.api_token.name is 'What it is for: grafana.';
comment on column ems.api_token.token_hash is 'SHA-256 of the token, which is stored nowhere.';
comment on column ems.api_token.role is 'Most it may be, however much its account is.';
comment on column ems.api_token.created_at is 'When it was made.';
comment on column ems.api_token.expires_at is 'When it ends; NULL: when it is revoked.';
comment on column ems.api_token.last_used_at is 'When it was used last, to the minute.';
comment on column ems.api_token.revoked_at is 'Since when it works no more.';

create table ems.login_source (
  email        text not null,
  address      inet not null,
  failures     integer not null default 0,
  failed_at    timestamptz,
  not_before   timestamptz,
  succeeded_at timestamptz,
  constraint login_source_email_address_pkey primary key (email, address),
  constraint login_source_failures_check check (failures >= 0)
);
create index login_source_address_idx on ems.login_source (address, failed_at);
comment on table ems.login_source is 'From where an account was tried: what slows guessing down without shutting its owner out.';
comment on column ems.login_source.email is 'Login that was tried, whether there is one or not.';
comment on column ems.login_source.address is 'From where; of IPv6 the /64. 0.0.0.0 where it is not known.';
comment on column ems.login_source.failures is 'Wrong passwords since the last right one.';
comment on column ems.login_source.failed_at is 'When the last one came.';
comment on column ems.login_source.not_before is 'No password is looked at before this, unless this address has known the right one before.';
comment on column ems.login_source.succeeded_at is 'When this address last knew the right one.';
