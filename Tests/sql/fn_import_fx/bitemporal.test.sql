-- Fixings are bitemporal too.
begin;
select plan(9);
select is(ems.fn_import_fx('{EUR,USD}', 'CZK', '{2026-01-14,2026-01-14}', '{24.3,21.1}', 'cnb', '2026-01-14 13:45Z'), 2, 'two new fixings');
select is(ems.fn_import_fx('{EUR,USD}', 'CZK', '{2026-01-14,2026-01-14}', '{24.3,21.1}', 'cnb', '2026-01-14 14:45Z'), 0, 'the same again is nothing new');
select is(ems.fn_import_fx('{EUR,USD}', 'CZK', '{2026-01-14,2026-01-14}', '{24.4,21.1}', 'cnb', '2026-01-14 15:45Z'), 1, 'a correction of one of them');
select is((select array_agg(format('%s %s', rate::numeric(6, 2), nullif(superseded_at, 'infinity') at time zone 'UTC') order by known_at) from ems.fx_rate where base = 'EUR'), '{"24.30 2026-01-14 15:45:00","24.40 "}'::text[], 'the old rate is ended, not erased');
select is((select count(*)::int from ems.fx_rate where base = 'EUR' and known_at <= '2026-01-14 14:00Z' and superseded_at > '2026-01-14 14:00Z' and rate = 24.3), 1, 'what was known before the correction stays askable');
select is(ems.fn_import_fx('{EUR}', 'CZK', '{2026-01-15}', '{24.5}', 'cnb', '2026-01-15 13:45Z'), 1, 'the next day''s fixing');
select is((select count(*)::int from ems.fx_rate where superseded_at = 'infinity' and base = 'EUR'), 2, 'ends none of the day before');
select is(test.refusal($$ select ems.fn_import_fx('{EUR}', 'CZK', '{2026-01-16}', '{0}', 'cnb', '2026-01-16 13:45Z') $$), '23514 fx_rate_rate_check', 'a rate of 0 is refused');
select is(test.refusal($$ select ems.fn_import_fx('{CZK}', 'CZK', '{2026-01-16}', '{1}', 'cnb', '2026-01-16 13:45Z') $$), '23514 fx_rate_base_check', 'a currency has no rate in itself');
select * from finish();
rollback;
