import Foundation
import Postgres
import TestSupport
import Testing

/// What the worker calls is what the database has, under the names it uses, and the worker's role may call it.
struct SignatureTests {
    struct Call: Sendable, CustomTestStringConvertible {
        let file: String
        let function: String
        let arguments: [String]
        var testDescription: String { function }
    }

    /// Calls of `ems.fn_…(p_… => …)` in Sources/Database.
    static let calls: [Call] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/Database")
        let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasPrefix("fn_") }.sorted()
        return files.flatMap { file -> [Call] in
            let text = (try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)) ?? ""
            return text.matches(of: /ems\.(fn_\w+)\(([^"]*?)(?:\)|"""|$)/.dotMatchesNewlines()).map { match in
                Call(file: file, function: String(match.1), arguments: match.2.matches(of: /(p_\w+) =>/).map { String($0.1) })
            }
        }
    }()

    @Test func `there are calls to look at`() { #expect(Self.calls.count > 25) }

    @Test(arguments: calls) func `the function has these arguments and the worker may call it`(_ call: Call) async throws {
        let connection = try await PostgresConnection(TestDatabase.uri(try TestDatabase.server(), database: "ems_template"))
        let found = try await connection.query(
            """
            select p.oid::regprocedure::text as signature, has_function_privilege('ems_worker', p.oid, 'execute') as may
            from pg_proc as p where p.pronamespace = 'ems'::regnamespace and p.proname = $1 and $2::text[] <@ coalesce(p.proargnames, '{}')
            """, [PostgresValue(call.function), PostgresValue(array: call.arguments)])
        #expect(found.count == 1, "\(call.file) calls \(call.function)(\(call.arguments.joined(separator: ", ")))")
        if let row = found.first { #expect(try row.decode("may", as: Bool.self), "\(call.function)") }
        await connection.close()
    }
}
