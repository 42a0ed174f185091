import ArgumentParser
import Clock
import Foundation
import Logging
import Site
import Worker

/// Settings several commands share; every one a flag and an environment variable.
struct CommonOptions: ParsableArguments {
    @Option(name: .customLong("data-dir"), help: "Spool, guard documents, secrets; the demo's cluster (EMS_DATA_DIR).")
    var dataDirectory = variable("EMS_DATA_DIR") ?? ".data"

    @Option(name: .customLong("log-level"), help: "trace, debug, info, notice, warning, error (EMS_LOG_LEVEL).")
    var logLevel = variable("EMS_LOG_LEVEL") ?? "info"

    func logger(_ label: String = "ems") throws -> Logger {
        guard let level = Logger.Level(rawValue: logLevel) else {
            throw ValidationError("--log-level (EMS_LOG_LEVEL) is '\(logLevel)'; it must be trace, debug, info, notice, warning or error.")
        }
        var logger = Logger(label: label)
        logger.logLevel = level
        return logger
    }
}

/// Settings of the worker.
struct WorkerOptions: ParsableArguments {
    @Option(name: .customLong("worker-name"), help: "Name of this worker, unique in its database (EMS_WORKER_NAME).")
    var name = variable("EMS_WORKER_NAME") ?? "\(ProcessInfo.processInfo.hostName)-\(ProcessInfo.processInfo.processIdentifier)"

    @Option(name: .customLong("spool-mb"), help: "Most telemetry kept on disk while the database is away, MB (EMS_SPOOL_MB).")
    var spoolMegabytes = variable("EMS_SPOOL_MB").flatMap { Int($0) } ?? 200

    @Option(name: .customLong("market-url"), help: "Where markets and weather are asked instead of the real services: a simulator (EMS_MARKET_URL).")
    var marketURL = variable("EMS_MARKET_URL")

    @Flag(name: .customLong("no-jobs"), help: "Leave jobs (prices, forecasts, plans, audit) to other processes.")
    var noJobs = false

    @Flag(name: .customLong("no-control"), help: "Leave devices (telemetry, setpoints) to other processes.")
    var noControl = false

    @Option(
        name: .customLong("clock"),
        help: ArgumentHelp("start,anchor,speed: a time that runs faster, shared with a simulator (EMS_CLOCK).", visibility: .hidden))
    var clockText = variable("EMS_CLOCK")

    func clock() throws -> any WallClock {
        guard let clockText else { return SystemClock() }
        let parts = clockText.split(separator: ",").map(String.init)
        guard parts.count == 3, let start = Instant(parts[0]), let anchor = Instant(parts[1]), let speed = Double(parts[2]), speed > 0 else {
            throw ValidationError("--clock (EMS_CLOCK) is '\(clockText)'; it must be two instants and a speed.")
        }
        return SystemClock(start: start, anchor: anchor, speed: speed)
    }

    func configuration(databaseURI: String, dataDirectory: String) -> WorkerConfiguration {
        WorkerConfiguration(
            databaseURI: databaseURI, name: name, dataDirectory: dataDirectory, spoolMegabytes: spoolMegabytes, endpoints: MarketEndpoints(base: marketURL),
            runsJobs: !noJobs, controls: !noControl)
    }
}

func variable(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
