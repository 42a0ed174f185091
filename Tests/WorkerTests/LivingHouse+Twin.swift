import Simulator
import Site

extension LivingHouse {
    /// What the same house would have paid, left to its owner's settings: the hybrid only follows PV and load, the car charges on arrival.
    ///
    /// Both are charged for what they lack of the other's stored energy at the end (battery, car) at the mean price, ours without the wear.
    /// - Returns: cost of the twin and of the living house, currency.
    func selfConsumingTwin(
        from: Instant, to: Instant, prices: AuditTotals, against actual: (from: HouseSnapshot, to: HouseSnapshot)
    ) throws -> (twin: Double, actual: Double) {
        var twinCost = 0.0
        var previous: HouseSnapshot?
        var first: HouseSnapshot?
        for row in try HouseHistory(configuration, from: start - configuration.warmUp, to: to, step: .seconds(900)) {
            defer { previous = row.reading }
            guard row.startsAt >= from, let before = previous, let buy = prices.buyPerKWh[row.startsAt], let sell = prices.sellPerKWh[row.startsAt] else { continue }
            if first == nil { first = before }
            twinCost += (Self.imported(before, row.reading) * buy - Self.exported(before, row.reading) * sell) / 1000
        }
        guard let first, let last = previous else { throw MissingTwin() }
        func stored(_ from: HouseSnapshot, _ to: HouseSnapshot) -> Double {
            (to.batterySocPct - from.batterySocPct) / 100 * configuration.batteryWh + to.meters.carWh - from.meters.carWh
        }
        let lack = stored(first, last) - stored(actual.from, actual.to)
        return (twinCost, prices.cost + lack / 1000 * prices.meanBuyPerKWh)
    }

    struct MissingTwin: Error {}

    private static func imported(_ from: HouseSnapshot, _ to: HouseSnapshot) -> Double {
        (to.meters.gridImportPerPhaseWh.reduce(0, +)) - from.meters.gridImportPerPhaseWh.reduce(0, +)
    }

    private static func exported(_ from: HouseSnapshot, _ to: HouseSnapshot) -> Double {
        (to.meters.gridExportPerPhaseWh.reduce(0, +)) - from.meters.gridExportPerPhaseWh.reduce(0, +)
    }
}
