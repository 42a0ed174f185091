/// How long something took, on whatever clock.
struct Stopwatch: Sendable {
    private let read: @Sendable () -> Duration

    init(_ clock: any Clock<Duration>) {
        func started(on clock: some Clock<Duration>) -> @Sendable () -> Duration {
            let begin = clock.now
            return { begin.duration(to: clock.now) }
        }
        read = started(on: clock)
    }

    var elapsed: Duration { read() }
}
