internal import NIOCore

/// What became of the rows so far, added up batch by batch.
struct IngestTally: Sendable {
    private static let counts = ["rows", "stored", "repeated", "suspect", "refused"]
    /// Refused rows that are named.
    private static let named = 100

    private(set) var rows = 0
    private var sums = [Int](repeating: 0, count: IngestTally.counts.count)
    private var reasons: [String: Int] = [:]
    private var refusals: [JSONValue] = []

    /// - Parameter answer: of `api.ingest_telemetry` or `api.ingest_lines`.
    /// - Throws: PGRST001 where it is none.
    mutating func add(_ answer: ByteBuffer) throws(APIError) {
        guard let document = JSONReader.value(String(buffer: answer)), case .object(let found)? = document[key: "reasons"],
            case .array(let refused)? = document[key: "refusals"]
        else { throw .connectionLost }
        for (index, name) in Self.counts.enumerated() { sums[index] += Self.integer(document[key: name]) }
        rows = sums[0]
        for reason in found { reasons[reason.key, default: 0] += Self.integer(reason.value) }
        refusals += refused.prefix(Self.named - refusals.count)
    }

    var json: JSONValue {
        .object(
            zip(Self.counts, sums).map { JSONValue.Member(key: $0, value: .integer($1)) } + [
                .init(key: "reasons", value: .object(reasons.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: .integer($0.value)) })),
                .init(key: "refusals", value: .array(refusals)),
            ])
    }

    private static func integer(_ value: JSONValue?) -> Int {
        if case .number(let text)? = value { Int(text) ?? 0 } else { 0 }
    }
}
