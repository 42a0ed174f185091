internal import Foundation
internal import Postgres

/// A `jsonb` cell decoded into a Swift value.
struct JSONCell<Value: Decodable>: PostgresDecodable {
    let value: Value

    init?(postgresText: String) {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let value = try? decoder.decode(Value.self, from: Data(postgresText.utf8)) else { return nil }
        self.value = value
    }
}

extension PostgresRow {
    func json<Value: Decodable>(_ column: String, as type: Value.Type = Value.self) throws(PostgresError) -> Value {
        try decode(column, as: JSONCell<Value>.self).value
    }
}
