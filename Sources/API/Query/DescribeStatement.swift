internal import Postgres

/// Asks, as the request's role, which tables and functions of a schema it may use.
///
/// Columns of the result: `tables` and `routines` (arrays of OIDs), `comment` (of the schema).
struct DescribeStatement {
    private(set) var writer = SQLWriter()

    init(schema: String, _ cache: SchemaCache, mode: APIConfiguration.OpenAPIMode) {
        let tables = cache.tables.values.filter { $0.name.schema == schema }.map(\.oid).sorted()
        let routines = cache.routines.filter { $0.key.schema == schema }.values.flatMap { $0.map(\.oid) }.sorted()
        let seesAll = mode == .ignorePrivileges
        writer.raw("select (select array_agg(o) from unnest(")
        writer.value(PostgresArray.literal(tables.map { String($0) }))
        writer.raw("::int8[]) as t(o)")
        if !seesAll {
            writer.raw(" join pg_catalog.pg_class as c on c.oid = t.o::oid where pg_has_role(c.relowner, 'USAGE') ")
            writer.raw("or has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') ")
            writer.raw("or has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')")
        }
        writer.raw(") as tables, (select array_agg(o) from unnest(")
        writer.value(PostgresArray.literal(routines.map { String($0) }))
        writer.raw("::int8[]) as r(o)")
        if !seesAll {
            writer.raw(" join pg_catalog.pg_proc as p on p.oid = r.o::oid where has_function_privilege(p.oid, 'EXECUTE')")
        }
        writer.raw(") as routines, (select pg_catalog.obj_description(n.oid, 'pg_namespace') from pg_catalog.pg_namespace as n where n.nspname = ")
        writer.value(schema)
        writer.raw(") as comment, nullif(current_setting('response.headers', true), '') AS headers, ")
        writer.raw("nullif(current_setting('response.status', true), '') AS status")
    }
}
