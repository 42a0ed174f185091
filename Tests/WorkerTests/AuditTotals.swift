import Postgres
import Site

/// Sums of the audit over a stretch of time, Wh and currency.
struct AuditTotals {
    var slots: Int
    var covered: Double
    var energyWh: [String: Double]
    var cost: Double
    var selfConsumptionCost: Double
    var noBatteryCost: Double
    /// What the battery gained over the stretch, Wh, and what it would have gained with plain self-consumption.
    var gainedWh: Double
    var selfConsumptionGainedWh: Double
    var buyPerKWh: [Instant: Double]
    var sellPerKWh: [Instant: Double]

    var meanBuyPerKWh: Double { buyPerKWh.values.reduce(0, +) / Double(max(1, buyPerKWh.count)) }

    static let energies = [
        "import_wh", "export_wh", "pv_wh", "load_wh", "battery_charge_wh", "battery_discharge_wh", "ev_wh", "heat_pump_wh",
    ]

    init(_ connection: PostgresConnection, siteID: String = "home01", from: Instant, to: Instant) async throws {
        let range = [PostgresValue(siteID), PostgresValue(from.description), PostgresValue(to.description)]
        let sums = Self.energies.map { "sum(\($0)) as \($0)" }.joined(separator: ", ")
        let row = try await connection.query(
            """
            select count(*)::integer as slots, min(covered)::double precision as covered, sum(cost) as cost,
              sum(self_consumption_cost) as self_consumption_cost, sum(no_battery_cost) as no_battery_cost,
              ((array_agg(soc_pct order by starts_at desc))[1] - (array_agg(soc_pct order by starts_at))[1]) / 100 * max(b.capacity_wh) as gained_wh,
              (array_agg(self_consumption_soc_wh order by starts_at desc))[1] - (array_agg(self_consumption_soc_wh order by starts_at))[1] as imagined_wh, \(sums)
            from ems.audit_interval join ems.battery as b using (site_id) where site_id = $1 and starts_at >= $2 and starts_at < $3
            """, range)[0]
        slots = try row.decode("slots")
        covered = try row.decode("covered")
        cost = try row.decode("cost")
        selfConsumptionCost = try row.decode("self_consumption_cost")
        noBatteryCost = try row.decode("no_battery_cost")
        gainedWh = try row.decode("gained_wh")
        selfConsumptionGainedWh = try row.decode("imagined_wh")
        energyWh = [:]
        for energy in Self.energies { energyWh[energy] = try row.decode(energy) }
        (buyPerKWh, sellPerKWh) = ([:], [:])
        for price in try await connection.query(
            "select to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') as at, buy_per_kwh, sell_per_kwh from ems.audit_interval where site_id = $1 and starts_at >= $2 and starts_at < $3", range)
        {
            let at = Instant(try price.decode("at", as: String.self))!
            buyPerKWh[at] = try price.decode("buy_per_kwh")
            sellPerKWh[at] = try price.decode("sell_per_kwh")
        }
    }
}
