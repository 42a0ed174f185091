internal import Site

/// The module between the heat pump's own bus and Modbus: settings that follow a write with delay, and two tables of
/// registers that show whatever messages were mapped to them.
struct HeatPumpGateway: Sendable {
    private struct Pending: Sendable {
        var setting: HeatPumpSettings.Setting
        var value: UInt16
        var due: Instant
    }

    private(set) var settings = HeatPumpSettings()
    /// Forwarded writes whose effect the unit has not reported yet, in order.
    private var pending: [Pending] = []
    /// Message ids shown from PDU 4 and from PDU 82 on; these are what the module ships with.
    var outdoorMessages: [UInt16] = [0x8238, 0x8204]
    var indoorMessages: [UInt16] = [0x411E, 0x42D7, 0x42D6, 0x4087, 0x406C, 0x42E9, 0x42F1, 0x4067]

    /// Forwards a value to the unit; registers show it when the unit has reported it, a second later.
    mutating func forward(_ value: UInt16, to setting: HeatPumpSettings.Setting, at instant: Instant) {
        pending.append(Pending(setting: setting, value: value, due: instant + .seconds(1)))
    }

    mutating func settle(at instant: Instant) {
        while let first = pending.first, first.due <= instant {
            // A value the unit does not know is forwarded like any other and changes nothing.
            if first.setting.takes(first.value) { settings[first.setting] = first.value }
            pending.removeFirst()
        }
    }

    mutating func demand(roomC: Double, tankC: Double, outsideC: Double) -> HeatPump.Demand {
        settings.demand(roomC: roomC, tankC: tankC, outsideC: outsideC)
    }
}
