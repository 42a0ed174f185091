public import Dispatch

/// Runs an actor's jobs on one private queue, so a blocking C call never holds a thread of the cooperative pool
/// and everything behind one handle stays in order.
public final class BlockingExecutor: SerialExecutor {
    private let queue: DispatchQueue

    public init(label: String) {
        self.queue = DispatchQueue(label: label)
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Runs `body` after what waits already, without a task.
    public func perform(_ body: @escaping @Sendable () -> Void) { queue.async(execute: body) }

    public func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}
