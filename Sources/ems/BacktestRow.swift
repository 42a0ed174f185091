import Postgres

/// What a day, a month or the whole range cost, in the site's currency, in five ways of running the battery; and why the planner paid more than the best.
struct BacktestRow {
    /// Those compared, dearest knowledge last: column, heading, colour in the plot.
    static let houses: [(cost: any KeyPath<Self, Double> & Sendable, heading: String, colour: String)] = [
        (\.noBattery, "no battery", "#9aa0a6"), (\.selfConsumption, "self-consumption", "#e8a33d"), (\.threshold, "threshold", "#c2577a"),
        (\.planner, "planner", "#2a6fbb"), (\.perfect, "perfect", "#1d1d1f"),
    ]

    let period: String
    let isTotal: Bool
    let slots: Int
    /// Share of the slots that were measured.
    let measured: Double
    let noBattery: Double
    let selfConsumption: Double
    let threshold: Double
    let planner: Double
    let perfect: Double
    let priceRegret: Double
    let pvRegret: Double
    let loadRegret: Double
    let executionRegret: Double
    let currency: String

    init(_ row: PostgresRow) throws(PostgresError) {
        period = try row.decode("period")
        isTotal = try row.decode("is_total")
        slots = try row.decode("slots")
        measured = try row.decode("measured")
        noBattery = try row.decode("no_battery")
        selfConsumption = try row.decode("self_consumption")
        threshold = try row.decode("threshold")
        planner = try row.decode("planner")
        perfect = try row.decode("perfect")
        priceRegret = try row.decode("price_regret")
        pvRegret = try row.decode("pv_regret")
        loadRegret = try row.decode("load_regret")
        executionRegret = try row.decode("execution_regret")
        currency = try row.decode("currency")
    }

    /// Share of what perfect foresight saves against no battery; nil where it saves nothing.
    var captured: Double? { noBattery - perfect > 0.005 ? (noBattery - planner) / (noBattery - perfect) : nil }
}
