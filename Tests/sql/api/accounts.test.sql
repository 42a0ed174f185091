-- Accounts over HTTP: who may list, make, lock people, make them members, and what nobody may do to themselves; tokens for programs.
begin;
select plan(62);
select test.house();
select test.house('home02');
create temporary table person as select * from (values
  ('root', test.account('root@example.org', 'admin')), ('anna', test.account('anna@example.org', 'admin', '{home01}')), ('bert', test.account('bert@example.org', 'operator', '{home01}')),
  ('carl', test.account('carl@example.org', 'installer', '{home02}')), ('inge', test.account('inge@example.org', 'installer'))
) as p (name, claims);
grant select on person to public;
grant usage on schema test to public;
grant execute on all functions in schema test to public;
create function pg_temp.be(p_name text, p_more jsonb default '{}') returns text language sql as $$ select set_config('request.jwt.claims', (select (claims::jsonb || p_more)::text from person where name = p_name), true) $$;

-- an administrator of every house
select pg_temp.be('root') \g /dev/null
set local role ems_admin;
select results_eq($$ select email, role, account_role, locked, myself from api.user_list('home01') $$, $$ values ('anna@example.org', 'admin', null, false, false), ('bert@example.org', 'operator', null, false, false),
  ('carl@example.org', null, null, false, false), ('inge@example.org', 'installer', 'installer', false, false), ('root@example.org', 'admin', 'admin', false, true) $$, 'sees every account, and what it is in this house');
select is((select count(*) from api.user_list()), 5::bigint, 'also without naming a house');
select is(api.user_add('Dora@Example.org ', 'Dora', p_site_id => 'home01', p_site_role => 'operator', p_password => 'four random words'), '{"email": "dora@example.org"}', 'adds somebody with a password');
select is((select role || coalesce(account_role, ' here') from api.user_list('home01') where email = 'dora@example.org'), 'operator here', 'who is then of the house');
select is(api.login('dora@example.org', 'four random words') ->> 'role', 'operator', 'and logs in');
create temporary table made as select api.user_add('emil@example.org', p_role => 'guest') as answer;
select matches((select answer ->> 'password' from made), '^([0-9a-f]{5}-){3}[0-9a-f]{5}$', 'without a password one is made and told');
select matches(current_setting('response.headers'), 'no-store', 'to nobody else');
select is(api.login('emil@example.org', (select answer ->> 'password' from made)) ->> 'role', 'guest', 'which works');
select is(test.refusal($$ select api.user_add('emil@example.org') $$), 'SA409 user_account_email_key', 'an account is made once');
select is(test.refusal($$ select api.user_add('no address') $$), 'SA422 user_account_email_check', 'of an address');
select is(test.refusal($$ select api.user_add('x@example.org', p_password => 'short') $$), 'SA422 password_length', 'with a password that is none');
select is(test.refusal($$ select api.user_add('x@example.org', p_role => 'god') $$), 'SA422 user_account_role_check', 'in a role there is');
select is(test.refusal($$ select api.user_add('x@example.org', p_site_id => 'nowhere') $$), 'SA404 site_member_site_id_fkey', 'of a house there is');
select is((select count(*) from api.user_list() where email = 'x@example.org'), 0::bigint, 'all or nothing');
select is(api.user_lock('bert@example.org', true), '{"email": "bert@example.org", "locked": true}', 'locks');
select is((select locked from api.user_list() where email = 'bert@example.org'), true, 'which shows');
select is(api.user_lock('bert@example.org', false) ->> 'locked', 'false', 'and opens');
select is(test.refusal($$ select api.user_lock('root@example.org', true) $$), 'SA409 user_self', 'not the own account');
select is(test.refusal($$ select api.user_lock('nobody@example.org', true) $$), 'SA404 user_account_email', 'not one that is not there');
select matches(api.user_password('dora@example.org') ->> 'password', '^[0-9a-f-]{23}$', 'gives another password');
select is(api.login('dora@example.org', 'four random words') ->> 'code', 'SA401', 'after which the old one is worth nothing');
select is(test.refusal($$ select api.user_password('root@example.org') $$), 'SA409 user_self', 'the own one is changed by who knows it');
select is(api.user_role('emil@example.org', 'installer') ->> 'account_role', 'installer', 'gives a role in every house');
select is((select role from api.user_list('home02') where email = 'emil@example.org'), 'installer', 'which holds in each');
select is(api.user_role('emil@example.org', null) ->> 'account_role', null, 'and takes it');
select is(test.refusal($$ select api.user_role('root@example.org', 'guest') $$), 'SA409 user_self', 'not from oneself');
select is(test.refusal($$ select api.user_role('emil@example.org', 'king') $$), 'SA422 user_account_role_check', 'in roles there are');
select is(api.member_set('home02', 'emil@example.org', 'guest') ->> 'role', 'guest', 'and manages the members of any house');
select is(api.me() #>> '{user,account_role}', 'admin', 'me says that it is every house');

-- a token or a login that is narrower than its account
reset role;
select pg_temp.be('root', '{"role": "ems_operator"}') \g /dev/null
set local role ems_admin;
select is(test.refusal($$ select api.user_list() $$), 'SA403 account_role', 'a narrower login of an administrator is none');
select is(api.me() #>> '{user,account_role}', 'operator', 'and me says so');
reset role;
select pg_temp.be('root', '{"tid": "00000000-0000-0000-0000-000000000000"}') \g /dev/null
set local role ems_admin;
select is(test.refusal(format($$ select %s $$, call)), 'SA403 login_person', 'a program manages nobody: ' || call)
from unnest(array['api.user_list()', $$api.user_add('y@example.org')$$, $$api.user_lock('bert@example.org', true)$$, $$api.member_set('home01', 'bert@example.org', 'admin')$$, 'api.token_list()', $$api.token_make('more')$$, $$api.token_revoke('more')$$]) as call;

-- an administrator of one house
reset role;
select pg_temp.be('anna') \g /dev/null
set local role ems_admin;
select is((select array_agg(email) from api.user_list('home01')), '{anna@example.org,bert@example.org,dora@example.org,inge@example.org,root@example.org}'::text[], 'sees who is of the house');
select is((select count(last_login_at) from api.user_list('home01')), 0::bigint, 'not when they logged in');
select is(test.refusal($$ select api.user_list() $$), 'SA403 account_role', 'not everybody');
select is(test.refusal($$ select api.user_list('home02') $$), 'SA404 member_site', 'not of another house');
select is(api.member_set('home01', 'carl@example.org', 'guest') ->> 'role', 'guest', 'takes in who has an account');
select is(api.member_set('home01', 'carl@example.org', null) ->> 'role', null, 'and lets go');
select is(test.refusal($$ select api.member_set('home02', 'bert@example.org', 'guest') $$), 'SA404 member_site', 'in the own house only');
select is(test.refusal($$ select api.member_set('home01', 'anna@example.org', 'guest') $$), 'SA409 user_self', 'and never oneself');
select is(test.refusal(format('select %s', call)), 'SA403 account_role', 'nothing of accounts: ' || call)
from unnest(array[$$api.user_add('z@example.org')$$, $$api.user_lock('bert@example.org', true)$$, $$api.user_password('bert@example.org')$$, $$api.user_role('bert@example.org', 'admin')$$]) as call;

-- everybody's tokens
reset role;
select pg_temp.be('bert') \g /dev/null
set local role ems_operator;
select is(test.refusal($$ select api.token_make('grafana', 'installer') $$), 'SA403 api_token_role', 'a token is no more than its owner');
create temporary table token as select api.token_make('grafana', 'operator', 30) as answer;
select matches((select answer ->> 'token' from token), '^ems_[A-Za-z0-9_-]{43}$', 'it is told once');
select results_eq($$ select name, role, expired from api.token_list() $$, $$ values ('grafana', 'operator', false) $$, 'and listed without itself');
select is(api.exchange_token((select answer ->> 'token' from token)) ->> 'role', 'operator', 'it works');
select is(test.refusal($$ select api.token_make('grafana') $$), 'SA409 api_token_user_id_name_idx', 'one of a name');
select is(test.refusal($$ select api.token_make('other', 'guest', 0) $$), 'SA422 api_token_expires_at_check', 'with a life');
reset role;
select pg_temp.be('carl') \g /dev/null
set local role ems_installer;
select is((select count(*) from api.token_list()), 0::bigint, 'others do not see it');
select is(test.refusal($$ select api.token_revoke('grafana') $$), 'SA404 api_token_user_id_name_idx', 'nor end it');
reset role;
select pg_temp.be('bert') \g /dev/null
set local role ems_operator;
select is(api.token_revoke('grafana'), '{"name": "grafana", "revoked": true}', 'its owner does');
select is(api.exchange_token((select answer ->> 'token' from token)) ->> 'code', 'SA401', 'at once');
select is(test.refusal($$ select api.user_list('home01') $$), '42501', 'people are not a resident''s business');

-- nobody
reset role;
set local request.jwt.claims = '{"role": "ems_admin"}';
set local role ems_admin;
select is(test.refusal($$ select api.user_list('home01') $$), 'SA401 login', 'claims without an account are nobody');
reset role;
select * from finish();
rollback;
