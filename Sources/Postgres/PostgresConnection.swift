internal import Blocking
internal import CPostgres
import Glibc
internal import Synchronization

/// One session with a server. Every call blocks only this actor's own thread.
///
/// Text format both ways, session time zone UTC, ISO dates: what comes back does not depend on server settings.
public actor PostgresConnection {
    private let executor: BlockingExecutor
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private var handle: Handle?
    /// Mirrors `handle != nil`, so that nobody has to queue up to know.
    private let openFlag = Atomic(false)
    /// What the pipeline has prepared in this session.
    var prepared = PreparedStatements()
    /// Messages below ERROR since they were last taken, oldest first, at most 100.
    private let notices = NoticeBox()

    /// Owns one `PGconn`; `PQfinish` runs when it dies.
    private struct Handle: ~Copyable {
        let pointer: OpaquePointer
        init(adopting pointer: OpaquePointer) { self.pointer = pointer }
        deinit { PQfinish(pointer) }
    }

    /// Connects.
    /// - Parameters:
    ///   - uri: libpq connection URI or keyword string; its own settings win over the defaults here.
    ///   - applicationName: shown in `pg_stat_activity` unless the URI names one.
    /// - Throws: `.connection`; the message never holds the URI.
    public init(_ uri: String, applicationName: String = "ems") async throws(PostgresError) {
        executor = BlockingExecutor(label: "postgres")
        try open(uri, applicationName: applicationName)
    }

    private func open(_ uri: String, applicationName: String) throws(PostgresError) {
        let settings: [(String, String)] = [
            ("connect_timeout", "5"), ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "20000"), ("fallback_application_name", applicationName), ("dbname", uri), ("client_encoding", "UTF8"),
        ]
        let opened = withCStrings(settings.map(\.0)) { keys in
            withCStrings(settings.map(\.1)) { values in PQconnectdbParams(keys, values, 1) }
        }
        guard let pointer = opened else { throw PostgresError(.connection, "libpq could not allocate a connection") }
        let candidate = Handle(adopting: pointer)
        guard PQstatus(pointer) == CONNECTION_OK else {
            throw PostgresError(.connection, lastMessage(pointer))
        }
        PQsetNoticeProcessor(pointer, noticeProcessor, Unmanaged.passUnretained(notices).toOpaque())
        _ = PQsetnonblocking(pointer, 1)
        handle = consume candidate
        openFlag.store(true, ordering: .releasing)
        try script("set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'iso_8601'; set client_min_messages = 'notice'")
    }

    /// Begins `body` on this connection's thread and goes on.
    nonisolated func perform(_ body: @escaping @Sendable (isolated PostgresConnection) -> Void) {
        executor.perform { self.assumeIsolated { body($0) } }
    }

    /// Closes the session; later calls throw `.closed`. Closing twice is harmless.
    public func close() { drop() }

    public nonisolated var isOpen: Bool { openFlag.load(ordering: .acquiring) }

    private func drop() {
        handle = nil
        prepared = PreparedStatements()
        openFlag.store(false, ordering: .releasing)
    }

    /// True between `begin` and its end, failed or not.
    public var isInTransaction: Bool {
        guard let pointer = handle?.pointer else { return false }
        let status = PQtransactionStatus(pointer)
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
    }

    public func takeNotices() -> [String] { notices.take() }

    /// Runs one statement with bound values and returns its result.
    /// - Parameter timeout: how long to wait for the answer; past it the statement is cancelled and the connection closed.
    @discardableResult
    public func query(
        _ sql: String, _ parameters: [PostgresValue] = [], timeout: Duration = .seconds(60)
    ) throws(PostgresError) -> PostgresResult {
        let pointer = try live()
        let sent = withOptionalCStrings(parameters.map(\.text)) {
            PQsendQueryParams(pointer, sql, Int32(parameters.count), nil, $0, nil, nil, 0)
        }
        return try finish(pointer, sent: sent, timeout: timeout)
    }

    /// Prepares a statement under a name, for `execute`.
    public func prepare(_ name: String, _ sql: String, timeout: Duration = .seconds(60)) throws(PostgresError) {
        let pointer = try live()
        _ = try finish(pointer, sent: PQsendPrepare(pointer, name, sql, 0, nil), timeout: timeout)
    }

    /// Runs a prepared statement.
    @discardableResult
    public func execute(
        _ name: String, _ parameters: [PostgresValue] = [], timeout: Duration = .seconds(60)
    ) throws(PostgresError) -> PostgresResult {
        let pointer = try live()
        let sent = withOptionalCStrings(parameters.map(\.text)) {
            PQsendQueryPrepared(pointer, name, Int32(parameters.count), $0, nil, nil, 0)
        }
        return try finish(pointer, sent: sent, timeout: timeout)
    }

    /// Runs a script of several statements without parameters; the last result counts. One implicit transaction.
    @discardableResult
    public func script(_ sql: String, timeout: Duration = .seconds(60)) throws(PostgresError) -> PostgresResult {
        let pointer = try live()
        return try finish(pointer, sent: PQsendQuery(pointer, sql), timeout: timeout)
    }

    /// Runs a `COPY … FROM STDIN` with the given data.
    public func copyIn(_ sql: String, _ data: [UInt8], timeout: Duration = .seconds(60)) throws(PostgresError) {
        let pointer = try live()
        let limit = ContinuousClock.now + timeout
        guard PQsendQuery(pointer, sql) == 1 else { throw lost(pointer) }
        guard let first = try nextResult(pointer, until: limit) else { throw lost(pointer) }
        defer { PQclear(first) }
        guard PQresultStatus(first) == PGRES_COPY_IN else {
            try drain(pointer, until: limit)
            if PQresultStatus(first) == PGRES_FATAL_ERROR { throw PostgresError(result: first) }
            throw PostgresError(.decoding, "the statement is not a COPY … FROM STDIN")
        }
        var offset = 0
        while offset < data.count {
            let count = min(1 << 20, data.count - offset)
            let put = data.withUnsafeBufferPointer {
                $0.baseAddress!.advanced(by: offset).withMemoryRebound(to: CChar.self, capacity: count) {
                    PQputCopyData(pointer, $0, Int32(count))
                }
            }
            switch put {
            case 1: offset += count
            case 0: try flush(pointer, until: limit)
            default: throw lost(pointer)
            }
        }
        while true {
            let ended = PQputCopyEnd(pointer, nil)
            if ended == 1 { break }
            guard ended == 0 else { throw lost(pointer) }
            try flush(pointer, until: limit)
        }
        _ = try collect(pointer, until: limit)
    }

    /// Runs `body` between `begin` and `commit`; any error rolls back.
    public func transaction<Value: Sendable>(
        _ begin: String = "begin", _ body: @Sendable (isolated PostgresConnection) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        try script(begin)
        do {
            let value = try body(self)
            try script("commit")
            return value
        } catch {
            if isOpen { _ = try? script("rollback") }
            throw error
        }
    }

    /// Waits for notifications on channels this session listens to.
    /// - Parameters:
    ///   - wake: a file descriptor that ends the wait when it becomes readable (the reader drains it); -1 for none.
    /// - Returns: what arrived; empty when the time passed or `wake` fired.
    public func notifications(within timeout: Duration, wake: Int32 = -1) throws(PostgresError) -> [PostgresNotification] {
        let pointer = try live()
        let limit = ContinuousClock.now + timeout
        var received = pending(pointer)
        while received.isEmpty {
            var watched = [pollfd(fd: PQsocket(pointer), events: Int16(POLLIN), revents: 0), pollfd(fd: wake, events: Int16(POLLIN), revents: 0)]
            let left = ContinuousClock.now.duration(to: limit)
            let count = poll(&watched, nfds_t(wake < 0 ? 1 : 2), left.pollMilliseconds)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return [] }
            guard PQconsumeInput(pointer) == 1 else { throw lost(pointer) }
            received = pending(pointer)
            if watched[1].revents != 0 { return received }
        }
        return received
    }

    // MARK: - libpq's asynchronous half, with a limit on every wait

    func live() throws(PostgresError) -> OpaquePointer {
        guard let pointer = handle?.pointer else { throw PostgresError(.closed, "the connection is closed") }
        return pointer
    }

    private func finish(_ pointer: OpaquePointer, sent: Int32, timeout: Duration) throws(PostgresError) -> PostgresResult {
        guard sent == 1 else { throw lost(pointer) }
        return try collect(pointer, until: ContinuousClock.now + timeout)
    }

    /// Reads all results of a statement; the last good one counts, the first error wins.
    private func collect(_ pointer: OpaquePointer, until limit: ContinuousClock.Instant) throws(PostgresError) -> PostgresResult {
        var last: PostgresResult?
        var failure: PostgresError?
        while let result = try nextResult(pointer, until: limit) {
            switch PQresultStatus(result) {
            case PGRES_FATAL_ERROR:
                failure = failure ?? PostgresError(result: result)
                PQclear(result)
            case PGRES_COPY_IN:
                PQclear(result)
                _ = PQputCopyEnd(pointer, "no data was given for this COPY")
            case PGRES_COPY_OUT, PGRES_COPY_BOTH:
                PQclear(result)
                throw lost(pointer, "COPY … TO STDOUT is not supported here")
            default:
                last = PostgresResult(adopting: result)
            }
        }
        if PQstatus(pointer) != CONNECTION_OK {
            let reason = failure
            drop()
            throw reason ?? PostgresError(.connection, "the server closed the connection")
        }
        if let failure { throw failure }
        guard let last else { throw lost(pointer) }
        return last
    }

    private func drain(_ pointer: OpaquePointer, until limit: ContinuousClock.Instant) throws(PostgresError) {
        while let result = try nextResult(pointer, until: limit) { PQclear(result) }
    }

    func nextResult(_ pointer: OpaquePointer, until limit: ContinuousClock.Instant) throws(PostgresError) -> OpaquePointer? {
        try flush(pointer, until: limit)
        while PQisBusy(pointer) == 1 {
            try waitFor(pointer, events: POLLIN, until: limit)
            guard PQconsumeInput(pointer) == 1 else { throw lost(pointer) }
        }
        return PQgetResult(pointer)
    }

    private func flush(_ pointer: OpaquePointer, until limit: ContinuousClock.Instant) throws(PostgresError) {
        while true {
            let state = PQflush(pointer)
            if state == 0 { return }
            guard state == 1 else { throw lost(pointer) }
            // The server may be waiting for us to read before it reads more.
            try waitFor(pointer, events: POLLIN | POLLOUT, until: limit)
            guard PQconsumeInput(pointer) == 1 else { throw lost(pointer) }
        }
    }

    private func waitFor(_ pointer: OpaquePointer, events: Int32, until limit: ContinuousClock.Instant) throws(PostgresError) {
        while true {
            var watched = pollfd(fd: PQsocket(pointer), events: Int16(events), revents: 0)
            let count = poll(&watched, 1, ContinuousClock.now.duration(to: limit).pollMilliseconds)
            if count > 0 { return }
            if count < 0, errno == EINTR { continue }
            if let cancel = PQgetCancel(pointer) {
                var reason = [CChar](repeating: 0, count: 256)
                _ = PQcancel(cancel, &reason, Int32(reason.count))
                PQfreeCancel(cancel)
            }
            drop()
            throw PostgresError(.timeout, "no answer from the database within the limit; the statement was cancelled")
        }
    }

    /// Gives the connection up and says why.
    func lost(_ pointer: OpaquePointer, _ reason: String? = nil) -> PostgresError {
        let error = PostgresError(.connection, reason ?? lastMessage(pointer))
        drop()
        return error
    }

    private func pending(_ pointer: OpaquePointer) -> [PostgresNotification] {
        var received: [PostgresNotification] = []
        while let notification = PQnotifies(pointer) {
            received.append(
                PostgresNotification(
                    channel: String(cString: notification.pointee.relname), payload: String(cString: notification.pointee.extra)))
            PQfreemem(notification)
        }
        return received
    }
}

/// One `NOTIFY` as it arrived.
public struct PostgresNotification: Sendable, Equatable {
    public let channel: String
    public let payload: String
}

private func lastMessage(_ pointer: OpaquePointer) -> String {
    let text = String(cString: PQerrorMessage(pointer))
    let trimmed = text.split(whereSeparator: \.isNewline).joined(separator: "; ")
    return trimmed.isEmpty ? "the database connection was lost" : trimmed
}
