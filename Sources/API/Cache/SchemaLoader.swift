internal import Postgres

/// Reads the catalogue into a `SchemaCache`: one snapshot, one network round trip.
struct SchemaLoader {
    let schemas: [String]
    let extraSearchPath: [String]
    let hoistedSettings: [String]

    /// - Parameter timeZones: those already known; only an empty set is asked for, because they change with the server alone.
    func load(_ connection: PostgresConnection, generation: Int, timeZones: Set<String>) async throws(PostgresError) -> SchemaCache {
        let exposed = PostgresValue(array: schemas)
        let reachable = PostgresValue(array: schemas + extraSearchPath.filter { !schemas.contains($0) })
        let results = try await connection.pipeline([
            ("begin transaction isolation level repeatable read read only", []),
            ("set local search_path = ''", []),
            (CatalogQueries.tables, [exposed]),
            (CatalogQueries.columns, [exposed]),
            (CatalogQueries.keys, []),
            (CatalogQueries.views, [reachable]),
            (CatalogQueries.routines, [exposed, PostgresValue(array: hoistedSettings)]),
            (CatalogQueries.computed, [exposed]),
            (CatalogQueries.roles, []),
            (timeZones.isEmpty ? CatalogQueries.timeZones : "select null::text as name where false", []),
            ("commit", []),
        ])
        var cache = SchemaCache()
        cache.generation = generation
        cache.tables = try tables(results[2], columns: results[3])
        try relate(&cache, keys: results[4], views: results[5], computed: results[7])
        for row in results[6] {
            let routine = try Routine(row)
            cache.routines[routine.name, default: []].append(routine)
        }
        cache.roles = try roles(results[8])
        cache.timeZones = timeZones
        for row in results[9] { cache.timeZones.insert(try row.decode("name")) }
        return cache
    }

    private func tables(_ rows: PostgresResult, columns: PostgresResult) throws(PostgresError) -> [QualifiedName: Table] {
        var byRelation: [Int: [Column]] = [:]
        for row in columns { byRelation[try row.decode("relation"), default: []].append(try Column(row)) }
        var tables: [QualifiedName: Table] = [:]
        for row in rows {
            let table = try Table(row, columns: byRelation[try row.decode("oid")] ?? [])
            tables[table.name] = table
        }
        return tables
    }

    private func relate(
        _ cache: inout SchemaCache, keys: PostgresResult, views: PostgresResult, computed: PostgresResult
    ) throws(PostgresError) {
        var catalogKeys: [CatalogKey] = []
        for row in keys { catalogKeys.append(try CatalogKey(row)) }
        var catalogViews: [CatalogView] = []
        for row in views { catalogViews.append(try CatalogView(row)) }
        let builder = RelationshipBuilder(keys: catalogKeys, views: catalogViews, exposed: Set(schemas))
        for (view, columns) in builder.viewPrimaryKeys() { cache.tables[view]?.primaryKey = columns }
        var functions: [Relationship] = []
        for row in computed {
            let function = QualifiedName(schema: try row.decode("schema"), name: try row.decode("name"))
            functions.append(
                Relationship(
                    table: QualifiedName(schema: try row.decode("table_schema"), name: try row.decode("table_name")),
                    foreignTable: QualifiedName(schema: try row.decode("foreign_schema"), name: try row.decode("foreign_name")),
                    kind: .computed(function, isToOne: try row.decode("is_to_one"))))
        }
        cache.relationships = builder.relationships(primaryKeys: cache.tables.mapValues(\.primaryKey), computed: functions)
    }

    private func roles(_ rows: PostgresResult) throws(PostgresError) -> [String: SchemaCache.RoleSettings] {
        var roles: [String: SchemaCache.RoleSettings] = [:]
        for row in rows {
            let role: String = try row.decode("role")
            let setting = Routine.Setting(name: try row.decode("name"), value: try row.decode("value"))
            if setting.name == "default_transaction_isolation" {
                roles[role, default: .init()].isolation = setting.value
            } else {
                roles[role, default: .init()].settings.append(setting)
            }
        }
        return roles
    }
}
