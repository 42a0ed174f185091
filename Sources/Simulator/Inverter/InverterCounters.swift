/// Energy counters as the inverter keeps them: today's start over at its own midnight, totals never.
struct InverterCounters: Sendable {
    struct Flows: Sendable {
        /// + discharging.
        var batteryW: Double
        /// + import, the three phases netted, as its meter does.
        var gridW: Double
        var loadW: Double
        var solarW: [Double]
        var acW: Double
    }

    struct Energies: Sendable {
        var charge = 0.0
        var discharge = 0.0
        var gridImport = 0.0
        var gridExport = 0.0
        var load = 0.0
        var solar = 0.0
        var strings = [0.0, 0, 0, 0]
        var active = 0.0
    }

    /// Wh.
    private(set) var today = Energies()
    private(set) var total = Energies()
    private var day: LocalDate?

    mutating func count(_ flows: Flows, seconds: Double, day: LocalDate) {
        if day != self.day { today = Energies() }
        self.day = day
        let hours = seconds / 3600
        today.add(flows, hours)
        total.add(flows, hours)
    }
}

extension InverterCounters.Energies {
    fileprivate mutating func add(_ flows: InverterCounters.Flows, _ hours: Double) {
        charge += max(0, -flows.batteryW) * hours
        discharge += max(0, flows.batteryW) * hours
        gridImport += max(0, flows.gridW) * hours
        gridExport += max(0, -flows.gridW) * hours
        load += max(0, flows.loadW) * hours
        for (index, watts) in flows.solarW.prefix(4).enumerated() {
            strings[index] += watts * hours
            solar += watts * hours
        }
        active += max(0, flows.acW) * hours
    }
}
