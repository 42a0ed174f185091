internal import Database
internal import Site

/// One kind of poll of one device: its blocks, and when it is due. A value without I/O.
struct DevicePoll: Sendable {
    let siteID: String
    let device: String
    let kind: PollBlock.Kind
    let blocks: [PollBlock]
    let derivations: [Derivation]
    /// Nil for identity: once, until the device was silent.
    let period: Duration?
    var dueAt: Instant

    /// Points of this poll, then what is derived when one of them is new.
    var metrics: [String] { blocks.flatMap { $0.registers.map(\.point) } + derivations.map(\.metric) }

    /// Groups a site's blocks into polls; identity first, so that a device is known before its values come.
    static func polls(siteID: String, gatewayID: String, blocks: [PollBlock], derivations: [String: [Derivation]], now: Instant) -> [DevicePoll] {
        let own = blocks.filter { $0.gatewayID == gatewayID }
        var polls: [DevicePoll] = []
        for device in Set(own.map(\.device)).sorted() {
            for kind in PollBlock.Kind.allCases {
                let blocks = own.filter { $0.device == device && $0.kind == kind }
                guard let first = blocks.first else { continue }
                let points = Set(blocks.flatMap { $0.registers.map(\.point) })
                let derived = (derivations[device] ?? []).filter { derivation in
                    kind.isMeasured && derivation.terms.contains { $0.inputs.contains(where: points.contains) }
                }
                polls.append(
                    DevicePoll(
                        siteID: siteID, device: device, kind: kind, blocks: blocks, derivations: derived, period: first.period, dueAt: now))
            }
        }
        return polls
    }

    /// Whether both bring measured values of the same device and are due by the same time.
    func isMeasured(with other: DevicePoll) -> Bool {
        device == other.device && kind.isMeasured && other.kind.isMeasured && dueAt <= other.dueAt
    }

    /// One poll that reads what both read.
    func joined(with other: DevicePoll) -> DevicePoll {
        DevicePoll(
            siteID: siteID, device: device, kind: kind, blocks: blocks + other.blocks,
            derivations: derivations + other.derivations.filter { new in !derivations.contains { $0.metric == new.metric } }, period: period, dueAt: dueAt)
    }

    /// Ticks lie on multiples of the period, so that the reads of a house share their instants.
    /// - Parameter retryAt: not before this, because the device is silent.
    mutating func schedule(after now: Instant, retryAt: Instant?) {
        guard let period else {
            dueAt = retryAt ?? Instant(microseconds: .max)
            return
        }
        let next = now.floored(to: period) + period
        dueAt = max(next, retryAt ?? next)
    }
}

extension PollBlock.Kind {
    /// Brings values for frames, not settings, names or the time.
    fileprivate var isMeasured: Bool { self == .fast || self == .slow }
}

extension Derivation {
    /// The sum of the terms; nil where an input is missing.
    func value(from values: [String: Double]) -> Double? {
        var sum = 0.0
        for term in terms {
            var product = term.factor
            for input in term.inputs {
                guard let value = values[input] else { return nil }
                product *= value
            }
            sum += product
        }
        return sum
    }
}
