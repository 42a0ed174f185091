import ArgumentParser
import Clock
import Worker

/// `ems restore`: what systemd runs after the worker, however that ended.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Give controlled devices back their owners' settings, without the database.",
        discussion: """
            Reads what the worker noted in its data directory before it took control, compares each setting with what the device holds, and writes back what
            differs. Run it after a worker was killed, or before the system is taken away. Ends with 1 when a device did not take a setting.
            """)

    @Flag(help: "Say what would be written and write nothing.")
    var dryRun = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let outcome = await Restorer(dataDirectory: common.dataDirectory, clock: SystemClock(), logger: try common.logger()).restore(dryRun: dryRun)
        print("\(outcome.written) settings \(dryRun ? "differ" : "written back"), \(outcome.unchanged) held their value already, \(outcome.failed.count) failed")
        for failure in outcome.failed { print("  \(failure)") }
        if !outcome.failed.isEmpty { throw ExitCode.failure }
    }
}
