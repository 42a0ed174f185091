/// Up to which version to migrate (`flyway.target`).
enum MigrationTarget: Sendable, Equatable {
    /// Everything there is.
    case latest
    /// No version above the one applied last.
    case current
    /// The first pending migration only.
    case next
    /// Up to and including this version; `mustExist` unless it was written with a `?` at its end.
    case version(MigrationVersion, mustExist: Bool)

    init(_ text: String) throws(MigrationError) {
        switch text.lowercased() {
        case "latest": self = .latest
        case "current": self = .current
        case "next": self = .next
        default:
            let mustExist = !text.hasSuffix("?")
            guard let version = MigrationVersion(mustExist ? text : String(text.dropLast())) else {
                throw MigrationError(.configuration, "flyway.target=\(text): not a version, latest, current or next")
            }
            self = .version(version, mustExist: mustExist)
        }
    }
}
