-- Renewing a login, ending it, changing its password; the setup link; tokens of programs.
begin;
select plan(44);
select test.house();
update ems.identity_setting set bcrypt_work = 4;
create function pg_temp.setting(p_name text) returns text language sql as $$ select nullif(current_setting(p_name, true), '') $$;
create function pg_temp.claims(p_token text) returns text language sql as $$
  select convert_from(decode(rpad(translate(split_part(p_token, '.', 2), '-_', '+/'), (length(split_part(p_token, '.', 2)) + 3) / 4 * 4, '='), 'base64'), 'UTF8') $$;
create function pg_temp.as(p_token text) returns text language sql as $$ select set_config('request.jwt.claims', pg_temp.claims(p_token), true) $$;
select ems.fn_user_add('anna@example.org', 'Anna', 'admin', 'correct horse battery', '2026-01-01 00:00Z') \g /dev/null
create temporary table login as select api.login('anna@example.org', 'correct horse battery') as a;
create temporary table other as select api.login('anna@example.org', 'correct horse battery') as a;
-- rotation
create temporary table next as select api.refresh(a ->> 'refresh_token') as a from login;
select isnt((select a ->> 'refresh_token' from next), (select a ->> 'refresh_token' from login), 'a renewal brings another refresh token');
select ok((select a ->> 'access_token' from next) like 'ey%.%.%', 'and another access token');
select is((select pg_temp.claims(n.a ->> 'access_token')::jsonb ->> 'sid' = pg_temp.claims(l.a ->> 'access_token')::jsonb ->> 'sid' from next as n, login as l), true, 'of the same login');
select is((select api.refresh(a ->> 'refresh_token') ->> 'code' from login), 'SA409', 'two tabs at once: the second goes on with what the first got');
select is((select count(*) from ems.login_session where revoked_at is not null), 0::bigint, 'and nothing ends');
update ems.refresh_token set used_at = used_at - interval '11 s' where used_at is not null;
select is((select api.refresh(a ->> 'refresh_token') ->> 'code' from login), 'SA401', 'later, whoever brings it again is a thief or was stolen from');
select is(pg_temp.setting('response.status'), '401', 'by status');
select is((select api.refresh(a ->> 'refresh_token') ->> 'code' from next), 'SA401', 'and the login is over for both');
select is((select array_agg(revoked_reason order by created_at) filter (where revoked_reason is not null) from ems.login_session), '{reuse}'::text[], 'that one and no other');
select is((select subject from ems.alert where code = 'refresh_reuse' and site_id = 'home01'), 'anna@example.org', 'an alert says so');
select pg_temp.as(a ->> 'access_token') from next \g /dev/null
select is((select count(*) from ems.fn_member_site()), 0::bigint, 'its access tokens see nothing any more');
select pg_temp.as(a ->> 'access_token') from other \g /dev/null
select is((select count(*) from ems.fn_member_site()), 1::bigint, 'another login goes on');
select is(api.refresh('nonsense') ->> 'code', 'SA401', 'an unknown token is refused');
select is(api.refresh() ->> 'code', 'SA401', 'as is none');
set local request.cookies = '{}';
select set_config('request.cookies', jsonb_build_object('ems_refresh', a ->> 'refresh_token')::text, true) from other \g /dev/null
select is((select array_agg(k order by k) from jsonb_object_keys(api.refresh()) as k), '{expires_in,role,token_type}'::text[], 'a refresh token from a cookie is renewed into a cookie');
select is((select count(*) from jsonb_path_query(pg_temp.setting('response.headers')::jsonb, '$[*]."Set-Cookie"')), 3::bigint, 'with the others beside it');
set local request.cookies = '';
update ems.refresh_token set expires_at = now() - interval '1 s' where used_at is null;
-- logout
update other set a = api.login('anna@example.org', 'correct horse battery');
select pg_temp.as(a ->> 'access_token') from other \g /dev/null
select is((select count(*) from ems.fn_member_site()), 1::bigint, 'logged in');
select api.logout();
select is((select count(*) from ems.fn_member_site()), 0::bigint, 'logged out: the access token is worth nothing, at once');
select is((select api.refresh(a ->> 'refresh_token') ->> 'code' from other), 'SA401', 'nor the refresh token');
select api.logout();
select is((select bool_and(c #>> '{}' like 'ems\_%=; Path=%; Max-Age=0; %') from jsonb_path_query(pg_temp.setting('response.headers')::jsonb, '$[*]."Set-Cookie"') as c), true, 'the cookies go');
-- change_password
update other set a = api.login('anna@example.org', 'correct horse battery');
update login set a = api.login('anna@example.org', 'correct horse battery');
select pg_temp.as(a ->> 'access_token') from login \g /dev/null
select is(api.change_password('wrong horse battery', 'another horse battery') ->> 'code', 'SA403', 'the old password must be known');
select is(test.refusal($$ select api.change_password('correct horse battery', 'short') $$), 'SA422 password_length', 'the new one long enough');
select is(api.change_password('correct horse battery', 'another horse battery'), '{"changed": true}', 'then it is changed');
select is((select count(*) from ems.fn_member_site()), 1::bigint, 'this login goes on');
select pg_temp.as(a ->> 'access_token') from other \g /dev/null
select is((select count(*) from ems.fn_member_site()), 0::bigint, 'every other is over');
select is(api.login('anna@example.org', 'correct horse battery') ->> 'code', 'SA401', 'the old password too');
set local request.jwt.claims = '{"role": "ems_guest"}';
select is(api.change_password('another horse battery', 'x') ->> 'code', 'SA401', 'nobody changes nothing');
-- tokens of programs
select ems.fn_user_add('bot@example.org', '', 'operator', null, now()) \g /dev/null
select ems.fn_api_token_make('bot@example.org', 'grafana', 'guest', '24 hours', now()) as token \gset
select ok(:'token' like 'ems\_%' and length(:'token') = 47, 'a program''s token begins with ems_');
select is((select count(*) from ems.api_token where token_hash = sha256(convert_to(:'token', 'UTF8'))), 1::bigint, 'only its hash is kept');
select is(test.refusal($$ select ems.fn_api_token_make('bot@example.org', 'grafana', 'guest', null, now()) $$), 'SA409 api_token_user_id_name_idx', 'a name stands for one token');
create temporary table exchanged as select api.exchange_token(:'token') as a;
select is((select a ->> 'role' from exchanged), 'guest', 'it is narrower than its account');
select is((select pg_temp.claims(a ->> 'access_token')::jsonb - '{sub,tid,jti,iat,exp}'::text[] from exchanged), '{"role": "ems_guest", "aud": "ems", "email": "bot@example.org", "token": "grafana"}'::jsonb, 'and says which it is');
select isnt((select last_used_at from ems.api_token), null, 'its use is noted');
select pg_temp.as(a ->> 'access_token') from exchanged \g /dev/null
select is(ems.fn_author(), 'bot@example.org (grafana)', 'what it does carries its name');
select is(ems.fn_member_role('home01'), 'guest', 'in a house where the account is an operator it is a guest');
select ems.fn_api_token_revoke('bot@example.org', 'grafana', now());
select is((select count(*) from ems.fn_member_site()), 0::bigint, 'revoked, it sees nothing, at once');
select is(api.exchange_token(:'token') ->> 'code', 'SA401', 'and is refused');
select is(api.exchange_token('ems_nonsense') ->> 'code', 'SA401', 'as is one nobody made');
-- setup
select is(ems.fn_setup_token(now()), null, 'where there is an administrator there is no setup link');
delete from ems.user_account;
select ems.fn_setup_token(now()) as setup \gset
select is(api.setup('nonsense', 'anna@example.org', 'correct horse battery') ->> 'code', 'SA401', 'a link nobody made is refused');
select is(api.setup(:'setup', 'anna@example.org', 'correct horse battery') ->> 'role', 'admin', 'the right one makes the administrator, and logs in');
select is(api.setup(:'setup', 'eve@example.org', 'correct horse battery') ->> 'code', 'SA401', 'once');
-- what is over is forgotten
select ems.fn_login('eve@example.org', 'guess', '192.0.2.1', now()) \g /dev/null
select ems.fn_retain(now() + interval '23 hours') \g /dev/null
select is((select count(*) from ems.login_source where email = 'eve@example.org'), 1::bigint, 'a guess is remembered for a day');
update ems.login_session set expires_at = now();
select ems.fn_retain(now() + interval '25 hours') \g /dev/null
select is((select count(*) from ems.login_source where email = 'eve@example.org') + (select count(*) from ems.login_session), 0::bigint, 'guesses and logins that are over are forgotten');
select * from finish();
rollback;
