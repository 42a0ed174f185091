internal import Postgres

/// Runs statements of our own, and says what for when one fails.
/// - Parameter purpose: `Unable to …`.
func databaseWork<Value>(_ purpose: String, _ body: () async throws -> Value) async throws(MigrationError) -> Value {
    do {
        return try await body()
    } catch let error as MigrationError {
        throw error
    } catch let error as PostgresError {
        throw MigrationError(.database, purpose, cause: error)
    } catch {
        throw MigrationError(.database, "\(purpose): \(error)")
    }
}
