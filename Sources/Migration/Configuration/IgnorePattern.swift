/// One of `flyway.ignoreMigrationPatterns`: which migrations in which state validation lets pass.
struct IgnorePattern: Sendable, Equatable {
    enum Kind: String {
        case any = "*"
        case repeatable, versioned
    }

    enum State: String {
        case any = "*"
        case missing, pending, ignored, future
    }

    var kind: Kind
    var state: State

    static let pending = IgnorePattern(kind: .any, state: .pending)
    static let future = IgnorePattern(kind: .any, state: .future)

    init(kind: Kind, state: State) {
        self.kind = kind
        self.state = state
    }

    /// - Parameter text: `<type>:<state>`, as in `*:future`.
    init(_ text: String) throws(MigrationError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { $0.trimmingBlanks().lowercased() }
        guard parts.count == 2, let kind = Kind(rawValue: parts[0]), let state = State(rawValue: parts[1]) else {
            throw MigrationError(
                .configuration,
                "flyway.ignoreMigrationPatterns: '\(text)' is not <type>:<state> with type *, repeatable or versioned "
                    + "and state *, missing, pending, ignored or future")
        }
        self.init(kind: kind, state: state)
    }

    func matches(versioned: Bool, _ other: MigrationState) -> Bool {
        guard state == .any || state.rawValue == other.rawValue.lowercased() else { return false }
        return kind == .any || kind == (versioned ? .versioned : .repeatable)
    }
}

extension [IgnorePattern] {
    /// True where both kinds in this state are ignored.
    func ignoreEvery(_ state: MigrationState) -> Bool {
        contains { $0.matches(versioned: true, state) } && contains { $0.matches(versioned: false, state) }
    }
}
