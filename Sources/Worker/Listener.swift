internal import Clock
internal import Foundation
internal import Logging
internal import Postgres

/// Hears what the database notifies and wakes who cares. A lost notification costs one period of the loop it would have woken.
struct Listener: Sendable {
    let uri: String
    /// Called for every event, and once after (re)connecting with kind nil: anything may have happened meanwhile.
    let heard: @Sendable (Event) -> Void
    let logger: Logger

    struct Event: Sendable, Decodable {
        let kind: String?
        let site: String?
    }

    func run() async throws {
        var pause = Duration.milliseconds(200)
        while !Task.isCancelled {
            do {
                let connection = try await PostgresConnection(uri, applicationName: "ems-listener")
                try await connection.script("listen ems_event")
                heard(Event(kind: nil, site: nil))
                pause = .milliseconds(200)
                while !Task.isCancelled {
                    for notification in try await connection.notifications(within: .milliseconds(500)) {
                        guard let event = try? JSONDecoder().decode(Event.self, from: Data(notification.payload.utf8)) else { continue }
                        heard(event)
                    }
                }
                await connection.close()
            } catch {
                logger.debug("listening again soon", metadata: ["error": "\(error)"])
                try await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(10))
            }
        }
    }
}
