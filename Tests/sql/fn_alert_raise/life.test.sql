-- An alert opens once, counts up, is acknowledged and resolved; a lock is reset by a person.
begin;
select plan(24);
select test.house();
select test.house('home02');
create temporary table a as select ems.fn_alert_raise('home01', 'device_silent', 'inverter', 'no answer', '2026-01-15 10:00Z', '{"n": 1}') as id;
select is((select format('%s %s %s', state, occurrences, opened_at at time zone 'UTC') from ems.alert), 'open 1 2026-01-15 10:00:00', 'an alert opens');
select is(ems.fn_alert_raise('home01', 'device_silent', 'inverter', 'still no answer', '2026-01-15 10:01Z', '{"n": 2}'), (select id from a), 'raised again it is the same one');
select is((select format('%s %s %s %s %s', occurrences, opened_at at time zone 'UTC', last_seen_at at time zone 'UTC', message, detail) from ems.alert), '2 2026-01-15 10:00:00 2026-01-15 10:01:00 still no answer {"n": 2}', 'counted up, with the latest words');
select ems.fn_alert_raise('home01', 'device_silent', 'inverter', 'late news', '2026-01-15 09:00Z');
select is((select last_seen_at from ems.alert), '2026-01-15 10:01Z'::timestamptz, 'news that come late do not turn its clock back');
select isnt(ems.fn_alert_raise('home01', 'device_silent', 'charger', 'no answer', '2026-01-15 10:00Z'), (select id from a), 'another subject is another alert');
select isnt(ems.fn_alert_raise('home02', 'device_silent', 'inverter', 'no answer', '2026-01-15 10:00Z'), (select id from a), 'another house too');
select throws_ok($$ select ems.fn_alert_raise('home01', 'gremlins', '', 'boo', '2026-01-15 10:00Z') $$, '23503', null, 'a code that is not in the dictionary cannot be raised');

select is(ems.fn_alert_act('home01', (select id from a), 'acknowledge', 'jana', '2026-01-15 11:00Z'), 'acknowledged', 'a person acknowledges it');
select is((select format('%s %s %s', state, acknowledged_by, acknowledged_at at time zone 'UTC') from ems.alert where alert_id = (select id from a)), 'acknowledged jana 2026-01-15 11:00:00', 'with name and time');
select is(ems.fn_alert_raise('home01', 'device_silent', 'inverter', 'again', '2026-01-15 11:01Z'), (select id from a), 'an acknowledged alert counts up, no second one opens');
select is((select state from ems.alert where alert_id = (select id from a)), 'acknowledged', 'and stays acknowledged');
select is(ems.fn_alert_act('home01', (select id from a), 'acknowledge', 'petr', '2026-01-15 11:02Z'), 'acknowledged', 'acknowledging twice is harmless');
select is((select acknowledged_by from ems.alert where alert_id = (select id from a)), 'jana', 'the first one stands');
select is(ems.fn_alert_resolve('home01', 'device_silent', 'inverter', '2026-01-15 12:00Z', 'device answers'), 1, 'it ends when its cause is gone');
select is(ems.fn_alert_resolve('home01', 'device_silent', 'inverter', '2026-01-15 12:00Z', 'device answers'), 0, 'there is nothing to end twice');
select is(ems.fn_alert_act('home01', (select id from a), 'acknowledge', 'petr', '2026-01-15 12:01Z'), 'resolved', 'a resolved alert stays resolved');
select is(test.alerts('home02', 'device_silent'), 1, 'the other house''s alert is still open');
select isnt(ems.fn_alert_raise('home01', 'device_silent', 'inverter', 'once more', '2026-01-15 13:00Z'), (select id from a), 'after that a new one opens');
select throws_ok($$ select ems.fn_alert_act('home01', -1, 'resolve', 'jana', '2026-01-15 13:00Z') $$, 'SA404', null, 'an alert that does not exist is not found');
select throws_ok($$ select ems.fn_alert_act('home02', (select id from a), 'resolve', 'jana', '2026-01-15 13:00Z') $$, 'SA404', null, 'nor one of another house');
select throws_ok(format($$ select ems.fn_alert_act('home01', %s, 'shout', 'jana', '2026-01-15 13:00Z') $$, (select max(alert_id) from ems.alert where site_id = 'home01')), 'SA400', null, 'an unknown action is refused');

select ems.fn_alert_raise('home01', 'safety_lock', '', 'two sensors disagree', '2026-01-15 14:00Z');
select is(ems.fn_alert_resolve('home01', 'safety_lock', '', '2026-01-15 14:01Z', 'sensors agree'), 0, 'a lock does not end by itself');
select is(test.refusal(format($$ select ems.fn_alert_act('home01', %s, 'resolve', 'jana', '2026-01-15 14:02Z') $$, (select alert_id from ems.alert where code = 'safety_lock'))), 'SA409 alert_latched', 'nor is it resolved in passing');
select is(ems.fn_alert_act('home01', (select alert_id from ems.alert where code = 'safety_lock'), 'reset', 'jana', '2026-01-15 14:03Z'), 'resolved', 'a person resets it');
select * from finish();
rollback;
