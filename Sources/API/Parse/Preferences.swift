/// The `Prefer` headers (RFC 7240). Of each kind the first value counts.
struct Preferences: Sendable, Equatable {
    enum Resolution: String, Sendable, CaseIterable {
        case merge = "resolution=merge-duplicates"
        case ignore = "resolution=ignore-duplicates"
    }
    enum Missing: String, Sendable, CaseIterable {
        case defaults = "missing=default"
        case nulls = "missing=null"
    }
    enum Representation: String, Sendable, CaseIterable {
        case full = "return=representation"
        case minimal = "return=minimal"
        case headersOnly = "return=headers-only"
    }
    enum Count: String, Sendable, CaseIterable {
        case exact = "count=exact"
        case planned = "count=planned"
        case estimated = "count=estimated"
    }
    enum Transaction: String, Sendable, CaseIterable {
        case commit = "tx=commit"
        case rollback = "tx=rollback"
    }
    enum Handling: String, Sendable, CaseIterable {
        case strict = "handling=strict"
        case lenient = "handling=lenient"
    }

    var resolution: Resolution?
    var missing: Missing?
    var representation: Representation?
    var count: Count?
    var transaction: Transaction?
    var handling: Handling?
    /// A zone PostgreSQL knows.
    var timeZone: String?
    var maxAffected: Int?
    /// What is none of the above.
    var unknown: [String] = []

    /// - Parameters:
    ///   - headers: the values of all `Prefer` headers in order.
    ///   - timeZones: the names in `pg_timezone_names`.
    ///   - transactionOverride: whether `tx=` is heard.
    init(_ headers: [String] = [], timeZones: Set<String> = [], transactionOverride: Bool = false) {
        let preferences = headers.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }.map { String($0).trimmed }
        for preference in preferences {
            if let value = Resolution(rawValue: preference) {
                resolution = resolution ?? value
            } else if let value = Missing(rawValue: preference) {
                missing = missing ?? value
            } else if let value = Representation(rawValue: preference) {
                representation = representation ?? value
            } else if let value = Count(rawValue: preference) {
                count = count ?? value
            } else if let value = Transaction(rawValue: preference) {
                if transactionOverride { transaction = transaction ?? value }
            } else if let value = Handling(rawValue: preference) {
                handling = handling ?? value
            } else if preference.hasPrefix("max-affected=") {
                maxAffected = maxAffected ?? Int(preference.dropFirst("max-affected=".count))
            } else if preference.hasPrefix("timezone="), timeZone == nil, timeZones.contains(String(preference.dropFirst("timezone=".count))) {
                timeZone = String(preference.dropFirst("timezone=".count))
            } else {
                unknown.append(preference)
            }
        }
    }

    var isStrict: Bool { handling == .strict }

    /// The kinds an answer may echo in `Preference-Applied`.
    enum Kind: CaseIterable { case resolution, missing, representation, count, transaction, handling, timeZone, maxAffected }

    /// `Preference-Applied` for the kinds that were honoured, nil when there is none.
    func applied(_ kinds: Set<Kind>) -> HeaderField? {
        let values: [(Kind, String?)] = [
            (.resolution, resolution?.rawValue), (.missing, missing?.rawValue), (.representation, representation?.rawValue),
            (.count, count?.rawValue), (.transaction, transaction?.rawValue), (.handling, handling?.rawValue),
            (.timeZone, timeZone.map { "timezone=\($0)" }), (.maxAffected, isStrict ? maxAffected.map { "max-affected=\($0)" } : nil),
        ]
        let echoed = values.compactMap { kinds.contains($0) ? $1 : nil }
        return echoed.isEmpty ? nil : HeaderField("Preference-Applied", echoed.joined(separator: ", "))
    }
}
