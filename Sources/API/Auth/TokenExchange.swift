internal import Clock
internal import HTTPTypes
internal import NIOCore
internal import Site
internal import Synchronization

/// Access tokens of programs' tokens (`ems_…`), kept for a minute so that not every request costs an exchange.
///
/// A token that is revoked sees nothing at once all the same: row security and the doors ask the database each time.
final class TokenExchange: Sendable {
    enum Outcome: Sendable {
        case access(String)
        case refused(APIAnswer)
    }

    private struct Entry {
        let access: String
        let until: Instant
    }

    private static let life = 60_000_000 as Int64
    private static let room = 1000

    private let entries = Mutex<[String: Entry]>([:])

    func cached(_ token: String, at now: Instant) -> String? {
        entries.withLock { entries in
            guard let entry = entries[token], entry.until > now else { return nil }
            return entry.access
        }
    }

    /// - Parameter seconds: how long the access token lives.
    func keep(_ access: String, for token: String, seconds: Int, at now: Instant) {
        let until = Instant(microseconds: now.microseconds + min(Self.life, Int64(seconds) * 500_000))
        entries.withLock { entries in
            if entries.count >= Self.room { entries = entries.filter { $0.value.until > now } }
            if entries.count < Self.room { entries[token] = Entry(access: access, until: until) }
        }
    }
}

extension RestAPI {
    /// What a program's token stands for. A database without logins knows none: the token is refused like any that is no JWT.
    func exchange(_ token: String) async -> TokenExchange.Outcome {
        if let access = exchanges.cached(token, at: clock.now) { return .access(access) }
        let body = Array(JSONValue.object([.init(key: "token", value: .string(token))]).text.utf8)
        let input = HTTPInput(
            method: "POST", path: "/rpc/exchange_token", query: "", headers: [HeaderField("content-type", "application/json")], body: body)
        let answer = await answer(input) { () async throws(APIError) in body }
        if answer.status == .notFound { return .access(token) }
        guard answer.status == .ok, let json = JSONReader.value(String(buffer: answer.body)), let access = json[key: "access_token"]?.string,
            case .number(let seconds)? = json[key: "expires_in"]
        else { return .refused(answer) }
        exchanges.keep(access, for: token, seconds: Int(seconds) ?? 0, at: clock.now)
        return .access(access)
    }
}
