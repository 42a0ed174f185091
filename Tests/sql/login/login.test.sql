-- Logging in: what comes back, what is refused, and that guessing slows down the guesser and not the owner.
begin;
select plan(45);
select test.house();
select test.house('home02');
update ems.identity_setting set bcrypt_work = 4, secret = 'reallyreallyreallyreallyverysafe';
create function pg_temp.setting(p_name text) returns text language sql as $$ select nullif(current_setting(p_name, true), '') $$;
create function pg_temp.claims(p_token text) returns jsonb language sql as $$
  select convert_from(decode(rpad(translate(split_part(p_token, '.', 2), '-_', '+/'), (length(split_part(p_token, '.', 2)) + 3) / 4 * 4, '='), 'base64'), 'UTF8')::jsonb $$;
create function pg_temp.try(p_email text, p_password text, p_address inet, p_at timestamptz) returns text language sql as $$
  select case when l.user_id is not null then 'in' when l.retry_after_s is not null then 'wait ' || l.retry_after_s else 'wrong' end from ems.fn_login(p_email, p_password, p_address, p_at) as l $$;
create function pg_temp.guess(p_n integer, p_address inet, p_at timestamptz, p_email text default 'anna@example.org') returns text language sql as $$
  select string_agg(pg_temp.try(p_email, 'guess ' || n, p_address, p_at), ',' order by n) from generate_series(1, p_n) as n $$;

-- passwords and accounts
select is(test.refusal($$ select ems.fn_user_add('anna@example.org', '', null, 'too short', now()) $$), 'SA422 password_length', 'a short password is refused');
select is(test.refusal($$ select ems.fn_user_add('anna@example.org', '', null, repeat('x', 73), now()) $$), 'SA422 password_length', 'and one that bcrypt would cut');
select is(test.refusal($$ select ems.fn_user_add('anna', '', null, null, now()) $$), 'SA422 user_account_email_check', 'and what is no e-mail address');
select is(test.refusal($$ select ems.fn_user_add('anna@example.org', '', 'king', null, now()) $$), 'SA422 user_account_role_check', 'and a role that is none');
select ems.fn_user_add(' Anna@Example.org ', 'Anna', null, 'correct horse battery', '2026-01-01 00:00Z') as anna \gset
select is((select email from ems.user_account), 'anna@example.org', 'addresses are kept in lower case');
select is(test.refusal($$ select ems.fn_user_add('ANNA@example.org', '', null, null, now()) $$), 'SA409 user_account_email_key', 'so that there is one account of each');
select ok((select password_hash from ems.user_account) like '$2a$04$%', 'the password is kept as bcrypt');
update ems.identity_setting set bcrypt_work = default;
select is((select bcrypt_work from ems.identity_setting), 12::smallint, 'whose work is 2^12 unless a test says otherwise');
update ems.identity_setting set bcrypt_work = 4;
select ems.fn_user_member('anna@example.org', 'home01', 'operator'), ems.fn_user_member('anna@example.org', 'home02', 'guest');

-- the door
set local role web_anon;
create temporary table answer as select api.login('anna@example.org', 'wrong horse battery') as a;
select is((select a ->> 'code' from answer), 'SA401', 'a wrong password is refused');
select is(pg_temp.setting('response.status'), '401', 'by status');
update answer set a = api.login('nobody@example.org', 'wrong horse battery');
select is((select a ->> 'code' from answer), 'SA401', 'as is an address nobody has');
set local response.status = '';
update answer set a = api.login('ANNA@example.org', 'correct horse battery');
select is((select array_agg(k order by k) from answer cross join jsonb_object_keys(a) as k), '{access_token,expires_in,refresh_token,role,token_type}'::text[], 'the right one brings tokens');
select is(pg_temp.setting('response.status'), null, 'and 200');
select is((select a -> 'expires_in' from answer), '900'::jsonb, 'for a quarter of an hour');
select is((select a ->> 'role' from answer), 'operator', 'in the highest role of the account');
select is((select pg_temp.claims(a ->> 'access_token') - '{sub,sid,jti,iat,exp}'::text[] from answer), '{"role": "ems_operator", "aud": "ems", "email": "anna@example.org"}'::jsonb, 'the token says who, and for whom');
reset role;
select is((select (pg_temp.claims(a ->> 'access_token') ->> 'sub') from answer), :'anna', 'under the account''s id');
select is((select translate(encode(public.hmac(split_part(a ->> 'access_token', '.', 1) || '.' || split_part(a ->> 'access_token', '.', 2), 'reallyreallyreallyreallyverysafe', 'sha256'), 'base64'), E'+/=\n', '-_') = split_part(a ->> 'access_token', '.', 3) from answer), true, 'signed with the secret');
select is((select count(*) from ems.refresh_token as t join answer on t.token_hash = sha256(convert_to(a ->> 'refresh_token', 'UTF8'))), 1::bigint, 'of the refresh token only the hash is kept');
select is(jsonb_path_query_array(pg_temp.setting('response.headers')::jsonb, '$[*]."Set-Cookie"'), '[]', 'no cookies unless asked for');
-- cookies
set local request.headers = '{"content-type": "application/json", "x-ems-client-scheme": "https"}';
update answer set a = api.login('anna@example.org', 'correct horse battery', true);
select is((select array_agg(k order by k) from answer cross join jsonb_object_keys(a) as k), '{expires_in,role,token_type}'::text[], 'with cookies nothing a script could steal is in the body');
select is((select array_agg(regexp_replace(c #>> '{}', '=[^;]*', '=') order by c #>> '{}') from jsonb_path_query(pg_temp.setting('response.headers')::jsonb, '$[*]."Set-Cookie"') as c),
  '{"ems_access=; Path=/; Max-Age=900; SameSite=Strict; HttpOnly; Secure","ems_csrf=; Path=/; Max-Age=2592000; SameSite=Strict; Secure","ems_refresh=; Path=/rest/rpc/refresh; Max-Age=2592000; SameSite=Strict; HttpOnly; Secure"}'::text[],
  'two are out of the scripts'' reach, all are Strict, and Secure where the browser came by HTTPS');
set local request.headers = '{"content-type": "application/x-www-form-urlencoded"}';
select is(api.login('anna@example.org', 'correct horse battery', true) ->> 'code', 'SA403', 'a form, which any page could send, gets no cookies');
set local request.headers = '';

-- guessing
select is(pg_temp.guess(7, '198.51.100.1', '2026-02-01 00:00Z'), 'wrong,wrong,wrong,wrong,wrong,wait 1,wait 1', 'five guesses are free, then the place waits');
select is(pg_temp.try('anna@example.org', 'correct horse battery', '198.51.100.1', '2026-02-01 00:00Z'), 'wait 1', 'also with the right password: who waits is not told');
select is(pg_temp.try('anna@example.org', 'guess', '198.51.100.1', '2026-02-01 00:00:01Z'), 'wrong', 'then one more');
select is(pg_temp.try('anna@example.org', 'guess', '198.51.100.1', '2026-02-01 00:00:02Z'), 'wait 1', 'and twice as long');
select is(pg_temp.try('anna@example.org', 'guess', '198.51.100.1', '2026-02-01 00:00:03Z'), 'wrong', 'and again');
select is(pg_temp.try('anna@example.org', 'guess', '198.51.100.1', '2026-02-01 00:00:03Z'), 'wait 4', 'and again');
update ems.login_source set failures = 500 where address = '198.51.100.1';
select is(pg_temp.try('anna@example.org', 'guess', '198.51.100.1', '2026-02-01 01:00Z') || ', ' || pg_temp.try('anna@example.org', 'guess', '198.51.100.1', '2026-02-01 01:00Z'), 'wrong, wait 900', 'never longer than a quarter of an hour');
select is(pg_temp.try('anna@example.org', 'correct horse battery', '203.0.113.9', '2026-02-01 01:00Z'), 'in', 'meanwhile the owner comes in from a place never seen');
select pg_temp.guess(30, '203.0.113.9', '2026-02-01 01:05Z') \g /dev/null
select is(pg_temp.try('anna@example.org', 'correct horse battery', '203.0.113.9', '2026-02-01 01:05Z'), 'in', 'and from a place that knew the password, whoever guesses there');
select is(pg_temp.try('anna@example.org', 'correct horse battery', '203.0.113.9', '2026-06-01 00:00Z'), 'in', 'also later');
-- from many places
select string_agg(pg_temp.guess(2, ('192.0.2.' || n)::inet, '2026-03-01 00:00Z'), ',') from generate_series(1, 30) as n \g /dev/null
select is(pg_temp.guess(2, '192.0.2.100', '2026-03-01 00:01Z'), 'wrong,wait 1', 'an account that is tried from everywhere gives each place one guess');
select is(pg_temp.try('anna@example.org', 'correct horse battery', '192.0.2.101', '2026-03-01 00:01Z'), 'in', 'which is enough for its owner');
select is((select array_agg(site_id || ' ' || subject order by site_id) from ems.alert where code = 'login_failures'), '{"home01 anna@example.org","home02 anna@example.org"}'::text[], 'and her houses tell of it');
-- many accounts from one place
select is((select string_agg(pg_temp.try('user' || n || '@example.org', 'guess', '198.51.100.77', '2026-04-01 00:00Z'), ',' order by n) from generate_series(1, 21) as n) ~ '^(wrong,){20}wait 60$', true, 'twenty accounts from one place, and it has a try a minute');
select is(pg_temp.try('anna@example.org', 'correct horse battery', '198.51.100.78', '2026-04-01 00:00Z'), 'in', 'its neighbour has not');
set local request.headers = '{"x-ems-client-address": "2001:db8:1:2:aaaa::1"}';
select is(ems.fn_login_address(), '2001:db8:1:2::/64', 'of IPv6 a /64 is one place');
set local request.headers = '{"x-ems-client-address": "nonsense"}';
select is(ems.fn_login_address(), '0.0.0.0', 'what is no address is no place');
set local request.headers = '';

-- locked
select ems.fn_user_lock('anna@example.org', true, '2026-05-01 00:00Z');
select is(pg_temp.try('anna@example.org', 'correct horse battery', '203.0.113.9', '2026-05-01 00:00Z'), 'wrong', 'a locked account looks like none');
select ems.fn_user_lock('anna@example.org', false, '2026-05-02 00:00Z');
select is(pg_temp.try('anna@example.org', 'correct horse battery', '203.0.113.9', '2026-05-02 00:00Z'), 'in', 'and works again when it is opened');
select ems.fn_user_add('bot@example.org', '', null, null, '2026-05-02 00:00Z') \g /dev/null
select is(pg_temp.try('bot@example.org', '', '203.0.113.9', '2026-05-02 00:00Z'), 'wrong', 'an account without a password has none, not the empty one');
select is(pg_temp.try('bot@example.org', null, '203.0.113.10', '2026-05-02 00:00Z'), 'wrong', 'nor NULL');
select is(pg_temp.try(null, null, '203.0.113.11', '2026-05-02 00:00Z'), 'wrong', 'nobody is nobody');
select * from finish();
rollback;
