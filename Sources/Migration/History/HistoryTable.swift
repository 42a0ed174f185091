internal import Postgres

/// Name, definition and lock of a history table.
struct HistoryTable: Sendable, Equatable {
    let schema: String
    let name: String

    /// `"schema"."table"`, as it stands in statements, messages and the lock's key.
    var quoted: String { "\(schema.sqlIdentifier).\(name.sqlIdentifier)" }

    /// The advisory lock all migrators of this table share: `Flyway` in ASCII plus Java's hash of the quoted name.
    ///
    /// Source: flyway-database-postgresql 13.0.0, `PostgreSQLAdvisoryLockTemplate`.
    var lockKey: Int64 { 0x466C_7977_6179 + Int64(Self.javaHash(quoted)) }

    /// `String.hashCode()` of Java.
    static func javaHash(_ text: String) -> Int32 {
        text.utf16.reduce(0) { $0 &* 31 &+ Int32($1) }
    }

    /// - Parameter tablespace: for the table and its indexes; nil for the database's own.
    func definition(tablespace: String?) -> String {
        let space = tablespace.map { " TABLESPACE \($0.sqlIdentifier)" } ?? ""
        let index = tablespace.map { " USING INDEX TABLESPACE \($0.sqlIdentifier)" } ?? ""
        return """
            CREATE TABLE \(quoted) (
                "installed_rank" INT NOT NULL,
                "version" VARCHAR(50),
                "description" VARCHAR(200) NOT NULL,
                "type" VARCHAR(20) NOT NULL,
                "script" VARCHAR(1000) NOT NULL,
                "checksum" INTEGER,
                "installed_by" VARCHAR(100) NOT NULL,
                "installed_on" TIMESTAMP NOT NULL DEFAULT now(),
                "execution_time" INTEGER NOT NULL,
                "success" BOOLEAN NOT NULL
            )\(space);
            ALTER TABLE \(quoted) ADD CONSTRAINT \("\(name)_pk".sqlIdentifier) PRIMARY KEY ("installed_rank")\(index);
            CREATE INDEX \("\(name)_s_idx".sqlIdentifier) ON \(quoted) ("success")\(space);
            """
    }
}
