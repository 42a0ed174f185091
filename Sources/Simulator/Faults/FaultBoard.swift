internal import Site
internal import Synchronization

/// The faults that are set; may be changed at any time from any thread.
public final class FaultBoard: Sendable {
    private struct State {
        var faults: [Fault]
        /// Clock jumps that have happened.
        var jumped: Set<Fault> = []
        var onChange: (@Sendable () -> Void)?
    }

    private let state: Mutex<State>

    init(_ faults: [Fault]) { state = Mutex(State(faults: faults)) }

    public var all: [Fault] { state.withLock { $0.faults } }

    public func add(_ fault: Fault) { change { $0.append(fault) } }

    public func remove(_ fault: Fault) { change { $0.removeAll { $0 == fault } } }

    /// Replaces all of them; an empty list makes everything well.
    public func set(_ faults: [Fault]) { change { $0 = faults } }

    /// What is wrong with a target at a moment, in the order it was set.
    func effects(on target: Fault.Target, at instant: Instant) -> [Fault.Effect] {
        state.withLock { state in
            state.faults.filter { $0.target == target && $0.isActive(at: instant) }.map(\.effect)
        }
    }

    /// Called after each change, not under the lock.
    func onChange(_ body: (@Sendable () -> Void)?) { state.withLock { $0.onChange = body } }

    /// The next moment after `instant` at which a fault with a time limit begins or ends.
    func nextEdge(after instant: Instant) -> Instant? {
        all.flatMap { [$0.from, $0.until].compactMap(\.self) }.filter { $0 > instant }.min()
    }

    /// Clock jumps that began by `instant` and have not happened yet: when (nil: now), and by how many seconds.
    func takeClockJumps(by instant: Instant) -> [(at: Instant?, seconds: Double)] {
        state.withLock { state in
            var jumps: [(at: Instant?, seconds: Double)] = []
            for fault in state.faults where fault.isActive(at: instant) {
                guard case .clockSkew(let seconds) = fault.effect, state.jumped.insert(fault).inserted else { continue }
                jumps.append((fault.from, seconds))
            }
            return jumps
        }
    }

    private func change(_ body: (inout [Fault]) -> Void) {
        let notify = state.withLock { state in
            body(&state.faults)
            // A skew that was taken off may be set again.
            state.jumped.formIntersection(state.faults)
            return state.onChange
        }
        notify?()
    }
}
