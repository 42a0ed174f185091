-- An invitation: an administrator of one house takes in somebody without an account, by a one-time link.
begin;
select plan(33);
select test.house();
select test.house('home02');
create temporary table person as select * from (values
  ('root', test.account('root@example.org', 'admin')), ('anna', test.account('anna@example.org', 'admin', '{home01}')), ('ines', test.account('ines@example.org', 'installer', '{home01}')),
  ('bert', test.account('bert@example.org', 'admin', '{home02}'))
) as p (name, claims);
create temporary table link (name text, answer jsonb);
grant all on person, link to public;
grant usage on schema test to public;
grant execute on all functions in schema test to public;
create function pg_temp.be(p_name text, p_more jsonb default '{}') returns text language sql as $$ select set_config('request.jwt.claims', (select (claims::jsonb || p_more)::text from person where name = p_name), true) $$;
create function pg_temp.open(p_name text, p_email text, p_password text default 'four random words') returns jsonb language sql as $$ select api.setup((select answer ->> 'token' from link where name = p_name), p_email, p_password) $$;
select pg_temp.be('anna') \g /dev/null
set local role ems_admin;
insert into link values ('dora', api.invite('home01', ' Dora@Example.org', 'operator'));
select matches((select answer ->> 'token' from link), '^[A-Za-z0-9_-]{43}$', 'a token is told');
select matches(current_setting('response.headers'), 'no-store', 'once');
select results_eq($$ select email, role, expires_at - invited_at from api.invitation_list('home01') $$, $$ values ('dora@example.org', 'operator', interval '7 days') $$, 'who is invited is listed, without it');
insert into link values ('emil', api.invite('home01', 'emil@example.org', 'guest')), ('fritz', api.invite('home01', 'fritz@example.org', 'admin')), ('gerd', api.invite('home01', 'gerd@example.org', 'guest'));
select is(api.invite('home01', 'bert@example.org', 'guest') ? 'token', false, 'who has an account needs none');
select is((select role from api.user_list('home01') where email = 'bert@example.org'), 'guest', 'and is of the house at once');
select api.member_set('home01', 'bert@example.org', null) \g /dev/null
select is(test.refusal($$ select api.invite('home01', 'anna@example.org', 'guest') $$), 'SA409 user_self', 'nobody invites oneself');
select is(test.refusal($$ select api.invite('home02', 'x@example.org', 'guest') $$), 'SA404 member_site', 'nor to another house');
select is(test.refusal($$ select api.invitation_list('home02') $$), 'SA404 member_site', 'whose invitations are not seen');
select is(test.refusal($$ select api.invitation_revoke('home02', 'dora@example.org') $$), 'SA404 member_site', 'nor taken back');
select is(test.refusal($$ select api.invite('home01', 'no address', 'guest') $$), 'SA422 user_account_email_check', 'an address it has to be');
select is(test.refusal($$ select api.invite('home01', 'x@example.org', 'king') $$), 'SA422 site_member_role_check', 'in a role there is');
select is(test.refusal($$ select api.invite('home01', 'x@example.org', null) $$), 'SA422 site_member_role_check', 'in a role');
select is(test.refusal($$ select api.invite('home01', 'bert@example.org', null) $$), 'SA422 site_member_role_check', 'also who has an account');
reset role;
select is((select count(*) from ems.invitation as i, link as l where i.token_hash = convert_to(l.answer ->> 'token', 'UTF8')), 0::bigint, 'the token itself is stored nowhere');
-- who may not
select pg_temp.be('ines') \g /dev/null
set local role ems_admin;
select is(test.refusal(format('select %s', call)), 'SA403 member_role', 'an installer of the house may not: ' || call)
from unnest(array[$$api.invite('home01', 'x@example.org', 'guest')$$, $$api.invitation_list('home01')$$, $$api.invitation_revoke('home01', 'dora@example.org')$$]) as call;
reset role;
select pg_temp.be('anna', '{"tid": "00000000-0000-0000-0000-000000000000"}') \g /dev/null
set local role ems_admin;
select is(test.refusal($$ select api.invite('home01', 'x@example.org', 'guest') $$), 'SA403 login_person', 'nor a program');
-- who opens it
reset role;
set local request.jwt.claims = '{"role": "web_anon"}';
set local role web_anon;
select is(pg_temp.open('dora', 'mallory@example.org') ->> 'code', 'SA401', 'for another address it is worth nothing');
select is(test.refusal($$ select pg_temp.open('dora', 'dora@example.org', 'short') $$), 'SA422 password_length', 'a password that is none uses nothing up');
select is(pg_temp.open('dora', 'DORA@example.org') ->> 'role', 'operator', 'it makes the account and lets in');
select is(pg_temp.open('dora', 'dora@example.org') ->> 'code', 'SA401', 'once');
select is(api.login('dora@example.org', 'four random words') ->> 'role', 'operator', 'who logs in from now on');
reset role;
select is((select array_agg(site_id || ' ' || m.role) from ems.site_member as m join ems.user_account as a using (user_id) where a.email = 'dora@example.org' and a.role is null), '{home01 operator}'::text[], 'of that house, as that, and of no other');
-- taken back, replaced, over, and of somebody who is no administrator any more
select pg_temp.be('anna') \g /dev/null
set local role ems_admin;
select is((select array_agg(email) from api.invitation_list('home01')), '{emil@example.org,fritz@example.org,gerd@example.org}'::text[], 'what was used is gone');
select is(api.invitation_revoke('home01', 'Emil@example.org') ->> 'revoked', 'true', 'an invitation is taken back');
select is(test.refusal($$ select api.invitation_revoke('home01', 'emil@example.org') $$), 'SA404 invitation_site_id_email_pkey', 'once');
select is(pg_temp.open('emil', 'emil@example.org') ->> 'code', 'SA401', 'and works no more');
insert into link values ('fritz again', api.invite('home01', 'fritz@example.org', 'guest'));
select is(pg_temp.open('fritz', 'fritz@example.org') ->> 'code', 'SA401', 'nor does one that was made anew');
reset role;
update ems.invitation set invited_at = now() - interval '8 days', expires_at = now() where email = 'gerd@example.org';
select is(pg_temp.open('gerd', 'gerd@example.org') ->> 'code', 'SA401', 'after its time it is over');
select ems.fn_user_member('anna@example.org', 'home01', 'installer') \g /dev/null
select is(pg_temp.open('fritz again', 'fritz@example.org') ->> 'code', 'SA401', 'nobody gives more than they still have');
select pg_temp.be('root') \g /dev/null
select is(pg_temp.open('root', 'fritz@example.org') ->> 'code', 'SA401', 'no token is none');
select is((select count(*) from ems.user_account where email in ('emil@example.org', 'fritz@example.org', 'gerd@example.org', 'mallory@example.org')), 0::bigint, 'and nobody was made');
select * from finish();
rollback;
