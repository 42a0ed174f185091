internal import Clock
internal import Database
internal import Logging
internal import Postgres
internal import Site

/// Runs jobs: makes ticks, takes what is due, carries it, and says what came of it.
struct JobService: Sendable {
    let worker: String
    let database: Database
    let handlers: JobHandlers
    let clock: any WallClock
    /// Rung when somebody asked for a job.
    let requested: Doorbell
    let logger: Logger

    static let period = Duration.seconds(15)

    func run() async throws {
        try await clock.participating {
            while true {
                do {
                    for site in try await database.workerSite() {
                        try await database.jobTick(siteID: site.siteID, at: clock.now)
                        while let run = try await database.jobClaim(siteID: site.siteID, worker: worker, at: clock.now) {
                            await carry(run, site)
                            try Task.checkCancellation()
                        }
                    }
                } catch is CancellationError {
                    throw CancellationError()
                } catch {
                    logger.debug("jobs wait for the database", metadata: ["error": "\(error)"])
                }
                try await requested.sleep(until: clock.now.floored(to: Self.period) + Self.period, on: clock)
            }
        }
    }

    private func carry(_ run: JobRun, _ site: WorkerSite) async {
        var result: String?
        var failure: String?
        do {
            result = try await handlers.run(run, site) { progress in
                try? await database.jobProgress(siteID: site.siteID, jobRunID: run.jobRunID, worker: worker, progress: progress, at: clock.now)
            }
        } catch let error as JobFailure {
            result = error.result
            failure = error.description
        } catch let error as PostgresError {
            failure = String(reflecting: error)
        } catch {
            failure = String(describing: error)
        }
        if let failure {
            logger.warning("a job failed", metadata: ["site": "\(site.siteID)", "job": "\(run.job)", "error": "\(failure)"])
        }
        do {
            try await database.jobFinished(siteID: site.siteID, jobRunID: run.jobRunID, worker: worker, result: result, error: failure, at: clock.now)
        } catch {
            logger.warning("a job's end could not be noted; its lease will lapse", metadata: ["job": "\(run.job)", "error": "\(error)"])
        }
    }
}

/// A job that did not do what it should, with what it did.
struct JobFailure: Error, CustomStringConvertible {
    let description: String
    var result: String?
}
