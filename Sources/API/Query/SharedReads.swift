internal import Postgres
internal import Synchronization

/// Lets requests that ask for the very same thing while a connection is awaited share one answer.
///
/// Joined is only what has not begun yet, so that nobody is told of a moment before the asking: a house's screens, which all read
/// the same after an event, cost the database one read. Role, claims, headers and path are bound values of the transaction; who
/// differs in one of them asks for something else.
final class SharedReads: Sendable {
    typealias Answer = PostgresPipelineAnswer

    private enum Turn {
        case lead
        case again
        case answer(Answer)
    }
    private typealias Member = CheckedContinuation<Turn, any Error>

    /// Who joined whom, of transactions that wait for a connection.
    private let waiting = Mutex<[Key: [Member]]>([:])

    /// - Parameters:
    ///   - generation: of the schema cache that planned it.
    ///   - send: sends the transaction once; calls its argument when a connection is there and nothing has been sent.
    func answer(
        to statements: [PostgresStatement], generation: Int, _ send: (_ begin: @escaping @Sendable () -> Void) async throws -> Answer
    ) async throws -> Answer {
        let key = Key(statements, generation)
        while true {
            switch try await turn(key) {
            case .lead: return try await lead(key, send)
            case .answer(let answer): return answer
            case .again: continue
            }
        }
    }

    private func turn(_ key: Key) async throws -> Turn {
        try await withCheckedThrowingContinuation { member in
            let leads = waiting.withLock { waiting in
                guard waiting[key] != nil else {
                    waiting[key] = []
                    return true
                }
                waiting[key]?.append(member)
                return false
            }
            if leads { member.resume(returning: .lead) }
        }
    }

    private func lead(_ key: Key, _ send: (@escaping @Sendable () -> Void) async throws -> Answer) async throws -> Answer {
        let party = Mutex<[Member]?>(nil)
        // What comes after the first call waits for somebody else's transaction.
        let close: @Sendable () -> Void = { [self] in
            party.withLock { party in
                if party == nil { party = waiting.withLock { $0.removeValue(forKey: key) } ?? [] }
            }
        }
        do {
            let answer = try await send(close)
            close()
            for member in party.withLock({ $0 }) ?? [] { member.resume(returning: .answer(answer)) }
            return answer
        } catch {
            close()
            for member in party.withLock({ $0 }) ?? [] {
                // The leader's client went away, not theirs.
                if error is CancellationError { member.resume(returning: .again) } else { member.resume(throwing: error) }
            }
            throw error
        }
    }
}

/// Statements and their values as bytes: strings would be equal already when they look the same.
private struct Key: Hashable {
    private let generation: Int
    private var bytes: [UInt8] = []

    init(_ statements: [PostgresStatement], _ generation: Int) {
        self.generation = generation
        for statement in statements {
            // No text holds a zero byte, and no UTF-8 0xFF.
            bytes.append(contentsOf: statement.sql.utf8)
            bytes.append(0)
            for parameter in statement.parameters {
                if let text = parameter.text { bytes.append(contentsOf: text.utf8) } else { bytes.append(0xFF) }
                bytes.append(0)
            }
        }
    }

    func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }
}
