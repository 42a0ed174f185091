/// Mean of several snapshots: powers, voltages and irradiance are averaged, levels are those of the last.
struct SnapshotMean {
    private static let averaged: [any WritableKeyPath<HouseSnapshot, Double> & Sendable] = [
        \.cloud, \.irradianceWM2, \.outdoorC, \.gridW, \.frequencyHz, \.pvW, \.garageW, \.inverterW, \.batteryW, \.batteryV, \.loadW,
        \.houseW, \.carW, \.carHome, \.heatPumpW, \.heatPumpHeatW, \.flowC, \.returnC,
    ]
    private static let averagedLists: [any WritableKeyPath<HouseSnapshot, [Double]> & Sendable] = [\.gridPhaseW, \.voltageV, \.pvStringW]

    private var sums: HouseSnapshot?
    private var last: HouseSnapshot?
    private var count = 0.0

    mutating func add(_ snapshot: HouseSnapshot) {
        count += 1
        last = snapshot
        guard var sums else { return sums = snapshot }
        for path in Self.averaged { sums[keyPath: path] += snapshot[keyPath: path] }
        for path in Self.averagedLists {
            for index in snapshot[keyPath: path].indices { sums[keyPath: path][index] += snapshot[keyPath: path][index] }
        }
        self.sums = sums
    }

    /// Nil before anything was added.
    var result: HouseSnapshot? {
        guard var result = last, let sums else { return nil }
        for path in Self.averaged { result[keyPath: path] = sums[keyPath: path] / count }
        for path in Self.averagedLists { result[keyPath: path] = sums[keyPath: path].map { $0 / count } }
        return result
    }
}
