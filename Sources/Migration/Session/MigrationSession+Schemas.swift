internal import Postgres

extension MigrationSession {
    /// Creates the missing schemas and the history table, all or nothing; does nothing where both are there.
    ///
    /// Done under the lock, so that twenty migrators at once make one table. Flyway makes schemas without it, so a race
    /// with Flyway is tried again, as Flyway does.
    func prepare(progress: MigrationProgress) async throws(MigrationError) {
        var tries = 0
        while true {
            do throws(MigrationError) {
                let missing = configuration.createSchemas ? try await missingSchemas() : []
                if missing.isEmpty, try await historyExists() { return }
                try await locked { () async throws(MigrationError) in
                    try await transaction { () async throws(MigrationError) in try await create(progress) }
                }
                return
            } catch {
                // duplicate_schema, duplicate_table, unique_violation: somebody was faster.
                guard let state = error.cause?.sqlState, ["42P06", "42P07", "23505"].contains(state), tries < 10 else { throw error }
                tries += 1
                try await Self.wait(.seconds(1), clock, "Interrupted while creating schemas")
            }
        }
    }

    func schemaExists() async throws(MigrationError) -> Bool {
        try await missing(of: [schema]).isEmpty
    }

    private func create(_ progress: MigrationProgress) async throws(MigrationError) {
        var created: [String] = []
        if configuration.createSchemas {
            created = try await missingSchemas()
            for name in created {
                progress(.info("Creating schema \(name.sqlIdentifier) ..."))
                try await own("create schema \(name.sqlIdentifier)")
            }
        } else if try await !schemaExists() {
            throw MigrationError(
                .history,
                "The configuration option 'createSchemas' is false, and the schema \(schema.sqlIdentifier) for the history does not exist.",
                advice: "Create the schema by hand.")
        }
        guard try await !historyExists() else {
            if !created.isEmpty { try await record(.schemas(created)) }
            return
        }
        let occupied = created.isEmpty ? try await nonEmptySchemas() : []
        if !occupied.isEmpty, !configuration.baselineOnMigrate {
            throw MigrationError(
                .history,
                "Found non-empty schema(s) \(occupied.map(\.sqlIdentifier).joined(separator: ",")) but no schema history table. "
                    + "Use baseline() or set baselineOnMigrate to true to initialize the schema history table.")
        }
        let baseline = occupied.isEmpty ? "" : " with baseline"
        progress(.info("Creating Schema History table \(history.table.quoted)\(baseline) ..."))
        try await own(history.table.definition(tablespace: configuration.tablespace))
        if !created.isEmpty { try await record(.schemas(created)) }
        if !occupied.isEmpty {
            try await record(.baseline(configuration.baselineVersion, configuration.baselineDescription))
            progress(.info("Successfully baselined schema with version: \(configuration.baselineVersion)"))
        }
    }

    private func missingSchemas() async throws(MigrationError) -> [String] { try await missing(of: schemas) }

    private func missing(of names: [String]) async throws(MigrationError) -> [String] {
        try await select(
            """
            select w.name from unnest($1::text[]) with ordinality as w(name, place)
            where not exists (select from pg_catalog.pg_namespace as n where n.nspname = w.name) order by w.place
            """, names)
    }

    /// Schemas in which something is that no extension brought.
    ///
    /// Source: flyway-database-postgresql 13.0.0, `PostgreSQLSchema.doEmpty`.
    private func nonEmptySchemas() async throws(MigrationError) -> [String] {
        try await select(
            """
            select n.nspname as name
            from unnest($1::text[]) with ordinality as w(name, place)
            join pg_catalog.pg_namespace as n on n.nspname = w.name
            where exists (
              select from (
                select c.oid from pg_catalog.pg_class as c where c.relnamespace = n.oid and c.relkind in ('r', 'v', 'S', 't')
                union all
                select t.oid from pg_catalog.pg_type as t where t.typnamespace = n.oid and t.typcategory not in ('A', 'C')
                union all
                select p.oid from pg_catalog.pg_proc as p where p.pronamespace = n.oid
              ) as o(oid)
              where not exists (select from pg_catalog.pg_depend as d where d.objid = o.oid and d.deptype = 'e'))
            order by w.place
            """, schemas)
    }

    // MARK: - Our own statements, with our own errors

    private func select(_ sql: String, _ names: [String]) async throws(MigrationError) -> [String] {
        try await databaseWork("Unable to look at the schemas") {
            try await connection.query(sql, [PostgresValue(array: names)]).map { row in try row.decode("name") }
        }
    }

    private func historyExists() async throws(MigrationError) -> Bool {
        try await databaseWork("Unable to look for \(history.table.quoted)") { try await history.exists() }
    }

    private func own(_ sql: String) async throws(MigrationError) {
        try await databaseWork("Unable to create \(history.table.quoted) or its schema") { _ = try await connection.script(sql) }
    }

    private func record(_ row: HistoryRow) async throws(MigrationError) {
        try await databaseWork("Unable to insert row for '\(row.description)' in Schema History table \(history.table.quoted)") {
            _ = try await history.insert(row)
        }
    }
}
