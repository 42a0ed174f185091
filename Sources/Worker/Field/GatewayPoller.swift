internal import Clock
internal import Database
internal import Logging
internal import Site

/// Polls the devices behind one connection, one request after the other, for as long as this worker owns it.
struct GatewayPoller: Sendable {
    let gateway: Gateway
    let link: any FieldLink
    let database: Database
    let sink: TelemetrySink
    let latest: LatestValues
    let clock: any WallClock
    /// Rung after settings were read: what differs is decided on anew.
    let settingsRead: Doorbell
    let logger: Logger

    func run(_ polls: [DevicePoll]) async throws {
        var polls = polls
        var health: [String: Health] = [:]
        try await clock.participating {
            while let next = polls.indices.min(by: { polls[$0].dueAt < polls[$1].dueAt }) {
                try await clock.sleep(until: polls[next].dueAt)
                let device = polls[next].device
                // What is measured at one time is one frame.
                let due = polls.indices.filter { $0 == next || polls[$0].isMeasured(with: polls[next]) }
                var state = health[device] ?? Health()
                if state.backoff.allows(at: clock.now) {
                    let wasSilent = state.isSilent
                    await poll(due.dropFirst().reduce(polls[due[0]]) { $0.joined(with: polls[$1]) }, &state)
                    if wasSilent, !state.isSilent {
                        // Back again: who is it, and what does it hold now?
                        for index in polls.indices where polls[index].device == device && [.identity, .setting].contains(polls[index].kind) {
                            polls[index].dueAt = clock.now
                        }
                    }
                }
                health[device] = state
                for index in due { polls[index].schedule(after: clock.now, retryAt: state.isSilent ? state.backoff.retryAt : nil) }
            }
        }
    }

    /// How a device has been answering.
    private struct Health {
        var backoff = Backoff()
        var isSilent = false
        var saidAt: Instant?
        var seenAt: Instant?
    }

    private func poll(_ poll: DevicePoll, _ health: inout Health) async {
        var values: [String: Double] = [:]
        var texts: [String: String] = [:]
        var failure: LinkError?
        for block in poll.blocks {
            do {
                switch try await link.read(block.request) {
                case .number(let number): block.registers.first.map { values[$0.point] = number * $0.scale + $0.bias }
                case .words(let words):
                    for register in block.registers {
                        if poll.kind == .identity { texts[register.point] = register.text(in: words) }
                        values[register.point] = register.number(in: words, sunspec: block.sunspecModel != nil)
                    }
                }
            } catch {
                // Told to end in the middle of a question: that is no silence of the device's.
                if Task.isCancelled { return }
                failure = error
                // Who does not answer one question is not asked the others; a refusal of one block says nothing about the next.
                if error.kind == .silent { break }
            }
        }
        let now = clock.now
        if let failure, values.isEmpty {
            await failed(poll, failure, at: now, &health)
            return
        }
        if let failure { await complain(poll, failure, at: now, &health) }
        await answered(poll, texts, at: now, &health)
        latest.update(siteID: poll.siteID, device: poll.device, values, at: now)
        await deliver(poll, values, at: now)
    }

    private func deliver(_ poll: DevicePoll, _ values: [String: Double], at now: Instant) async {
        switch poll.kind {
        case .identity: break
        case .fast, .slow:
            var values = values
            if !poll.derivations.isEmpty {
                // Inputs of the other polls count while they are not older than two slow rounds.
                let known = latest.values(siteID: poll.siteID, device: poll.device, at: now, notOlderThan: .seconds(150))
                for derivation in poll.derivations { values[derivation.metric] = derivation.value(from: known) }
                latest.update(siteID: poll.siteID, device: poll.device, values, at: now)
            }
            let metrics = poll.metrics
            await sink.deliver(
                TelemetryFrame(siteID: poll.siteID, device: poll.device, measuredAt: now, metrics: metrics, values: metrics.map { values[$0] }))
        case .setting:
            let points = poll.metrics
            do {
                _ = try await database.settingRead(siteID: poll.siteID, device: poll.device, points: points, values: points.map { values[$0] }, at: now)
                settingsRead.ring()
            } catch {
                logger.debug("settings were read but not noted", metadata: ["device": "\(poll.device)", "error": "\(error)"])
            }
        case .clock:
            guard let text = Self.clockText(values) else { return }
            do {
                _ = try await database.clockRead(siteID: poll.siteID, device: poll.device, clock: text, at: now)
            } catch {
                logger.debug("a clock was read but not noted", metadata: ["device": "\(poll.device)", "error": "\(error)"])
            }
        }
    }

    private func answered(_ poll: DevicePoll, _ texts: [String: String], at now: Instant, _ health: inout Health) async {
        health.backoff.succeeded()
        let wasSilent = health.isSilent
        health.isSilent = false
        // Once on first sight, after silence and for its identity, then every ten minutes: last_seen_at need not be finer.
        guard wasSilent || !texts.isEmpty || health.seenAt.map({ now - $0 >= .seconds(600) }) ?? true else { return }
        do {
            try await database.deviceSeen(siteID: poll.siteID, device: poll.device, at: now, identity: texts)
            health.seenAt = now
        } catch {
            logger.debug("a device was seen but not noted", metadata: ["device": "\(poll.device)", "error": "\(error)"])
        }
    }

    private func failed(_ poll: DevicePoll, _ error: LinkError, at now: Instant, _ health: inout Health) async {
        health.backoff.failed(at: now)
        health.isSilent = true
        logger.info("a device did not answer", metadata: ["site": "\(poll.siteID)", "device": "\(poll.device)", "error": "\(error)"])
        if health.backoff.failures >= 3 { await complain(poll, error, at: now, &health) }
    }

    /// An alert, at most once a minute for each device.
    private func complain(_ poll: DevicePoll, _ error: LinkError, at now: Instant, _ health: inout Health) async {
        guard health.saidAt.map({ now - $0 >= .seconds(60) }) ?? true else { return }
        health.saidAt = now
        do {
            try await database.deviceSilent(
                siteID: poll.siteID, device: poll.device, error.kind == .silent ? .silent : .reply, error: error.description, at: now)
        } catch {
            logger.debug("an alert was not raised", metadata: ["device": "\(poll.device)", "error": "\(error)"])
        }
    }

    /// `2026-03-29 02:15:00` from the clock's fields; nil where one is missing.
    static func clockText(_ values: [String: Double]) -> String? {
        let fields = ["clock_year", "clock_month", "clock_day", "clock_hour", "clock_minute", "clock_second"].map { values[$0].map { Int($0) } }
        guard let year = fields[0], let month = fields[1], let day = fields[2], let hour = fields[3], let minute = fields[4], let second = fields[5],
            (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(year)-\(two(month))-\(two(day)) \(two(hour)):\(two(minute)):\(two(second))"
    }
}
