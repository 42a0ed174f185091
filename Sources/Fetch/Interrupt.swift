internal import Synchronization

/// Tells a transfer under way, from any thread, to give up.
final class Interrupt: Sendable {
    private let raised = Atomic(false)
    private let handles: CurlHandles

    init(_ handles: CurlHandles) { self.handles = handles }

    var isRaised: Bool { raised.load(ordering: .acquiring) }

    func raise() {
        raised.store(true, ordering: .releasing)
        handles.wake()
    }
}
