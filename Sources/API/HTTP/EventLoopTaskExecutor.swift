internal import NIOCore

/// Runs tasks on one event loop.
///
/// What a connection does then stays on the thread that reads and writes its socket, instead of being handed to the
/// cooperative pool and back for each part of each message; on few cores those hand-overs cost more than the work.
final class EventLoopTaskExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
