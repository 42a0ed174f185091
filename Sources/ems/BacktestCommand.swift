import ArgumentParser
import Foundation
import Postgres
import Site

/// `ems backtest`: a past range run again with the forecasts known then, as `fn_backtest` does it.
struct BacktestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest", abstract: "Run a past range again with the forecasts known then, and show what it would have cost.",
        discussion: """
            Compares this planner with no battery, plain self-consumption, a threshold rule and perfect foresight, and splits what it paid more than \
            perfect foresight into price, PV, load and execution. Writes nothing to the database. A year takes a minute or two.
            """)

    enum Period: String, ExpressibleByArgument, CaseIterable {
        case day, month

        /// As PostgreSQL's to_char writes it.
        var format: String { self == .day ? "YYYY-MM-DD" : "YYYY-MM" }
    }

    // No default here: help would print it, password and all.
    @Option(name: .customLong("database-url"), help: "libpq URI of a login that may become ems_operator (default: EMS_DATABASE_URL).")
    var databaseURL: String?

    @Option(help: "House.")
    var site: String

    @Option(help: "First local day, as 2026-03-01.", transform: day)
    var from: CivilDate

    @Option(help: "Last local day, itself included.", transform: day)
    var to: CivilDate

    @Option(help: "A line a day or a month; by itself months from 63 days on.")
    var by: Period?

    @Option(help: "Hours between two looks at the forecasts.")
    var every = 6

    @Option(help: "Draw the costs into this SVG file.", completion: .file(extensions: ["svg"]))
    var svg: String?

    private static func day(_ text: String) throws -> CivilDate {
        guard let day = CivilDate(text) else { throw ValidationError("'\(text)' is no day; write it as 2026-03-01.") }
        return day
    }

    func validate() throws {
        if to < from { throw ValidationError("--to \(to) is before --from \(from).") }
        if every < 1 { throw ValidationError("--every is \(every); it must be an hour or more.") }
    }

    func run() async throws {
        guard let uri = databaseURL ?? variable("EMS_DATABASE_URL") else { throw ValidationError("No database: give --database-url or EMS_DATABASE_URL.") }
        let period = by ?? (to.daysSinceEpoch - from.daysSinceEpoch < 62 ? .day : .month)
        let rows: [BacktestRow]
        do {
            rows = try await ask(uri, period)
        } catch let error as PostgresError {
            FileHandle.standardError.write(Data("ems backtest: \([error.message, error.detail, error.hint].compactMap(\.self).joined(separator: ". "))\n".utf8))
            throw ExitCode.failure
        }
        print(BacktestTable(rows: rows).text)
        if let svg { try BacktestPlot(rows: rows.filter { !$0.isTotal }).text.write(toFile: svg, atomically: true, encoding: .utf8) }
    }

    private func ask(_ uri: String, _ period: Period) async throws -> [BacktestRow] {
        let connection = try await PostgresConnection(uri, applicationName: "ems-backtest")
        defer { Task { await connection.close() } }
        try await connection.script("begin read only; set local role ems_operator")
        guard
            let zone = try await connection.query("select time_zone from ems.site where site_id = $1", [PostgresValue(site)]).first?.decode("time_zone", as: String.self)
        else { throw PostgresError(.decoding, "there is no site \(site), or this login may not see it") }
        // An hour: a long range of quarter-hours takes its time.
        return try await connection.query(
            """
            select coalesce(to_char(b.local_day, $5), 'total') as period, bool_or(b.local_day is null) as is_total, sum(b.slots) as slots,
              sum(b.measured * b.slots) / sum(b.slots) as measured, sum(b.no_battery_cost) as no_battery, sum(b.self_consumption_cost) as self_consumption,
              sum(b.threshold_cost) as threshold, sum(b.cost) as planner, sum(b.perfect_cost) as perfect, sum(b.price_regret) as price_regret,
              sum(b.pv_regret) as pv_regret, sum(b.load_regret) as load_regret, sum(b.execution_regret) as execution_regret, min(b.currency) as currency
            from ems.fn_backtest(p_site_id => $1, p_from => $2::date::timestamp at time zone $4, p_to => ($3::date + 1)::timestamp at time zone $4, p_at => now(),
              p_every => make_interval(hours => $6::integer)) as b
            group by 1 order by 2, 1
            """, [PostgresValue(site), PostgresValue(from.description), PostgresValue(to.description), PostgresValue(zone), PostgresValue(period.format), PostgresValue(every)],
            timeout: .seconds(3600)
        ).map(BacktestRow.init)
    }
}
