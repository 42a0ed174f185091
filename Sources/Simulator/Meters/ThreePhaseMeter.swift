/// What a three-phase meter shows. Energy is counted on each phase by itself, without netting.
struct ThreePhaseMeter: Sendable {
    private(set) var voltageV = Phases(repeating: 230)
    private(set) var currentA = Phases.zero
    /// + import.
    private(set) var powerW = Phases.zero
    private(set) var frequencyHz = 50.0
    private(set) var importWh = Phases.zero
    private(set) var exportWh = Phases.zero

    mutating func measure(powerW: Phases, voltageV: Phases, frequencyHz: Double, seconds: Double) {
        self.powerW = powerW
        self.voltageV = voltageV
        self.frequencyHz = frequencyHz
        currentA = powerW.positive / voltageV + powerW.negative / voltageV
        importWh += powerW.positive * seconds / 3600
        exportWh += powerW.negative * seconds / 3600
    }
}
