extension FixtureSchema {
    static let functions = #"""
        create function api.full_title(api.projects) returns text language sql stable as $$ select 'Project ' || $1.name $$;
        create function api.biggest(api.clients) returns setof api.projects rows 1 language sql stable as
          $$ select * from api.projects where client_id = $1.id order by budget desc nulls last limit 1 $$;
        create function api.cheap(api.clients) returns setof api.projects language sql stable as
          $$ select * from api.projects where client_id = $1.id and budget < 15 $$;

        create function api.add(a int, b int default 10) returns int language sql immutable as $$ select a + b $$;
        comment on function api.add(int, int) is E'Adds\n\nTwo numbers.';
        create function api.nothing() returns void language sql volatile as $$ select $$;
        create function api.null_text() returns text language sql stable as $$ select null::text $$;
        create function api.greeting() returns text language sql stable as $$ select 'hello "you"' $$;
        create function api.evens(upto int) returns setof int language sql stable as $$ select generate_series(2, upto, 2) $$;
        create function api.one_project(id int) returns api.projects language sql stable as $$ select * from api.projects as p where p.id = $1 $$;
        create function api.all_projects() returns setof api.projects language sql stable as $$ select * from api.projects order by id $$;
        create function api.pairs() returns table (k int, v text) language sql stable as $$ values (1, 'one'), (2, 'two'), (3, null) $$;
        create function api.outs(out x int, out y text) language sql stable as $$ select 1, 'why' $$;
        create function api.single_out(num int, out num_plus_one int) language sql immutable as $$ select num + 1 $$;
        create function api.single_inout(inout num int) language sql immutable as $$ select num $$;
        create function api.mode_stable() returns text language sql stable as $$ select current_setting('transaction_read_only') $$;
        create function api.mode_volatile() returns text language sql volatile as $$ select current_setting('transaction_read_only') $$;
        create function api.sum_all(variadic v int[]) returns bigint language sql immutable as $$ select sum(x) from unnest(v) as u(x) $$;
        create function api.array_length_of(arr text[]) returns int language sql immutable as $$ select cardinality(arr) $$;
        create function api.echo_json(json) returns json language sql immutable as $$ select $1 $$;
        create function api.echo_text(text) returns text language sql immutable as $$ select $1 $$;
        create function api.bytes(bytea) returns int language sql immutable as $$ select length($1) $$;
        create function api.overload(a int) returns text language sql immutable as $$ select 'a' $$;
        create function api.overload(a int, b int) returns text language sql immutable as $$ select 'ab' $$;
        create function api.ambiguous(a int) returns text language sql immutable as $$ select 'int' $$;
        create function api.ambiguous(a text) returns text language sql immutable as $$ select 'text' $$;
        create function api.add_item(name text) returns setof api.items language sql volatile as
          $$ insert into api.items (id, name) values (50, name) returning * $$;
        create function api.sneaky_write() returns int language sql volatile as $$ insert into api.no_key values ('sneaky'); select 1 $$;
        create function api.delete_items() returns setof api.items language sql volatile as $$ delete from api.items returning * $$;
        create function api.raise_it(state text, msg text default 'told you') returns void language plpgsql stable as $$
          begin raise exception '%', msg using errcode = state, detail = 'the detail', hint = 'the hint'; end $$;
        create function api.raise_pgrst(msg text, det text) returns void language plpgsql stable as $$
          begin raise sqlstate 'PGRST' using message = msg, detail = det; end $$;
        create function api.raise_pgrst_bare() returns void language plpgsql stable as $$
          begin raise sqlstate 'PGRST' using message = '{"code": "1", "message": "m"}'; end $$;
        create function api.set_response(headers text default null, status text default null) returns text language plpgsql volatile as $$
          begin
            if headers is not null then perform set_config('response.headers', headers, true); end if;
            if status is not null then perform set_config('response.status', status, true); end if;
            return 'done';
          end $$;
        create function api.sleepy(seconds float8) returns void language sql volatile as $$ select pg_sleep(seconds) $$;
        create function api.with_timeout() returns text language sql stable set statement_timeout = '1234ms' as
          $$ select current_setting('statement_timeout') $$;
        create function api.isolated() returns text language sql stable set default_transaction_isolation = 'repeatable read' as
          $$ select current_setting('transaction_isolation') $$;
        create function api.leak() returns text language sql volatile as
          $$ select set_config('request.jwt.claims', '{"role":"leaked"}', false) || set_config('response.status', '299', false) $$;
        create function api.my_role() returns text language sql stable as $$ select current_user::text $$;
        create function api."odd function"("an arg" int) returns int language sql immutable as $$ select $1 * 2 $$;
        create function api.bits(b bit(3) default null, c character(3) default null) returns text language sql immutable as
          $$ select coalesce(b::text, '') || coalesce(c, '') $$;
        create function private.check_request() returns void language plpgsql as $$
          begin
            if current_setting('request.headers', true)::json ->> 'x-refuse' is not null then
              raise sqlstate 'PT418' using message = 'I am a teapot', detail = 'refused by the hook';
            end if;
            if current_setting('request.headers', true)::json ->> 'x-mark' is not null then
              perform set_config('response.headers', '[{"X-Marked": "yes"}, {"Cache-Control": "no-store"}]', true), set_config('response.status', '202', true);
            end if;
          end $$;
        """#

    static let rights = #"""
        alter table api.secrets enable row level security;
        create policy own_rows on api.secrets using (owner = current_user) with check (owner = current_user);
        grant usage on schema api, v2, private to apitest_anon, apitest_author, apitest_slow;
        revoke all on all functions in schema private from public;
        grant execute on function private.check_request() to apitest_anon, apitest_author, apitest_slow;
        grant all on all tables in schema api, v2 to apitest_anon, apitest_author, apitest_slow;
        grant all on all sequences in schema api to apitest_anon, apitest_author;
        revoke all on api.forbidden from apitest_anon, apitest_author, apitest_slow;
        revoke all on api.drop_box from apitest_anon, apitest_author, apitest_slow;
        grant insert on api.drop_box to apitest_anon;
        revoke execute on function api.greeting() from public;
        grant execute on function api.greeting() to apitest_author;
        analyze;
        """#

    static var all: String { [roles, tables, views, functions, rights].joined(separator: "\n") }
}
