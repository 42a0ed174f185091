internal import Postgres

/// The one statement that does the work: rows in a common table expression, body, counts and settings in one result row.
///
/// Columns of the result: `total` (rows before limits, null where not counted), `page` (rows shown), `location` (array of
/// `key=eq.value`), `body`, `headers` and `status` (as the database set them), `inserted` (new rows of an upsert).
struct MainStatement {
    private(set) var writer = SQLWriter()

    private static let source = ReadPlanner.source
    private static let row = "pgrst_row"

    /// - Parameter maxRows: caps an estimated count.
    init?(_ plan: RequestPlan, count: Preferences.Count?, representation: Preferences.Representation?, maxRows: Int?) {
        switch plan.statement {
        case .describe: return nil
        case .read(let node):
            writer.raw("WITH \(Self.source) AS ( ")
            writer.read(node)
            writer.raw(" )")
            let total = self.total(node, count, limit: count == .estimated ? maxRows.map { $0 + 1 } : nil)
            result(total: total, page: nil, form: plan.form, routine: nil, guarded: plan.isGuarded)
            writer.raw(" FROM ( SELECT * FROM \(Self.source) ) \(Self.row)")
        case .write(let write, let node):
            writer.raw("WITH \(Self.source) AS ( ")
            writer.write(write)
            writer.raw(" )")
            let wantsLocation = write.isInsert && representation == .headersOnly
            result(
                total: "null::int8", page: nil, form: plan.form, routine: nil, guarded: plan.isGuarded,
                locationKey: wantsLocation ? write.primaryKey : [], countsInserted: write.countsInserted)
            writer.raw(" FROM ( ")
            if plan.form == .none { writer.raw("SELECT * FROM \(Self.source)") } else { writer.read(node) }
            writer.raw(" ) \(Self.row)")
        case .call(let call, let node):
            writer.raw("WITH \(Self.source) AS ( ")
            writer.call(call)
            writer.raw(" )")
            let total = self.total(node, count, limit: nil)
            result(
                total: total, page: call.routine.isSingle ? "1" : nil, form: plan.form, routine: call.routine,
                guarded: plan.isGuarded)
            writer.raw(" FROM ( ")
            writer.read(node)
            writer.raw(" ) \(Self.row)")
        }
    }

    /// Adds the counting expression where one is wanted.
    private mutating func total(_ node: ReadNode, _ count: Preferences.Count?, limit: Int?) -> String {
        guard count == .exact || count == .estimated else { return "null::int8" }
        writer.raw(", pgrst_count AS ( ")
        writer.count(node)
        if let limit {
            writer.raw(" LIMIT ")
            writer.value(String(limit))
        }
        writer.raw(" )")
        return "(SELECT pg_catalog.count(*) FROM pgrst_count)"
    }

    private mutating func result(
        total: String, page: String?, form: BodyForm, routine: Routine?, guarded: Bool, locationKey: [String] = [],
        countsInserted: Bool = false
    ) {
        let page = page ?? "pg_catalog.count(\(Self.row))"
        writer.raw(" SELECT \(total) AS total, \(page) AS page, ")
        location(locationKey, page: page)
        writer.raw(", \(Self.body(form, routine)) AS body, ")
        writer.raw("nullif(current_setting('response.headers', true), '') AS headers, ")
        writer.raw("nullif(current_setting('response.status', true), '') AS status, ")
        writer.raw(countsInserted ? "nullif(current_setting('pgrst.inserted', true), '')::int8" : "null::int8")
        writer.raw(" AS inserted")
        // A later statement of the same round trip undoes everything where the number of rows is not as demanded.
        if guarded { writer.raw(", set_config('pgrst.page', (\(page))::text, true)") }
    }

    /// The key of the one inserted row, as conditions.
    private mutating func location(_ key: [String], page: String) {
        guard !key.isEmpty else { return writer.raw("null::text[] AS location") }
        writer.raw("CASE WHEN \(page) = 1 THEN (SELECT array_agg(j.key || '=' || coalesce('eq.' || j.value, 'is.null')) ")
        writer.raw("FROM (SELECT row_to_json(s) AS row FROM \(Self.source) AS s LIMIT 1) AS d CROSS JOIN json_each_text(d.row) AS j ")
        writer.raw("WHERE j.key = ANY (")
        writer.value(PostgresArray.literal(key.map { Optional($0) }))
        writer.raw("::text[])) END AS location")
    }

    private static func body(_ form: BodyForm, _ routine: Routine?) -> String {
        func aggregate(_ what: String, stripped: Bool) -> String { stripped ? "json_strip_nulls(json_agg(\(what)))" : "json_agg(\(what))" }
        switch form {
        case .none: return "null::text"
        case .csv:
            return "(SELECT coalesce(string_agg(k.key, ','), '') FROM (SELECT json_object_keys(r.row)::text AS key "
                + "FROM (SELECT row_to_json(s) AS row FROM \(source) AS s LIMIT 1) AS r) AS k) || E'\\n' || "
                + "coalesce(string_agg(substring(\(row)::text, 2, length(\(row)::text) - 2), E'\\n'), '')"
        case .object(let stripped):
            let what = routine?.isScalar == true ? "\(row).pgrst_scalar" : row
            return "coalesce((\(aggregate(what, stripped: stripped))->0)::text, 'null')"
        case .json(let stripped):
            switch routine?.result {
            case .composite: return "coalesce((\(aggregate(row, stripped: stripped))->0)::text, 'null')"
            case .scalar, .void: return "coalesce((\(aggregate("\(row).pgrst_scalar", stripped: stripped))->0)::text, 'null')"
            case .setOfScalar: return "coalesce(\(aggregate("\(row).pgrst_scalar", stripped: stripped))::text, '[]')"
            case .setOfComposite, nil: return "coalesce(\(aggregate(row, stripped: stripped))::text, '[]')"
            }
        }
    }
}
