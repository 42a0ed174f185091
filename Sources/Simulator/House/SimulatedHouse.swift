internal import Clock
internal import Modbus
internal import Site
internal import Synchronization

/// A house that lives as far as the clock has come whenever somebody looks at it.
///
/// Physics moves in fixed steps from the start on, so what is read at a moment does not depend on who looked before:
/// it follows from seed, start and writes alone.
public final class SimulatedHouse: Sendable {
    let model: HouseModel
    let clock: any WallClock
    public let faults: FaultBoard
    public let writeLog = WriteLog()
    private let state: Mutex<HouseState>

    init(_ model: HouseModel, configuration: SimulatorConfiguration, clock: any WallClock) {
        self.model = model
        self.clock = clock
        faults = FaultBoard(configuration.faults)
        let start = clock.now.floored(to: configuration.step)
        var house = HouseState(model, at: (start - configuration.warmUp).floored(to: configuration.step))
        house.advance(to: start)
        house.inverter.clock = HouseState.clock(model, setAt: start)
        state = Mutex(house)
    }

    /// The house as it is now.
    public func snapshot() -> HouseSnapshot { look { house, _ in house.snapshot } }

    /// A person changes a setting at the device itself; the log says so.
    /// - Throws: where the device has no such setting or refuses the value.
    public func ownerSets(_ device: SimulatedDevice, address: UInt16, to word: UInt16) throws(SimulatorError) {
        do {
            try unit(device, author: .owner).write(address: address, [word], single: device == .heatPump || device == .charger)
        } catch {
            throw SimulatorError("\(device.rawValue) refuses \(word) in register \(address): \(error)")
        }
    }

    /// Brings the house up to the present and lets `body` see and change it.
    func look<Value: Sendable>(_ body: (inout HouseState, Instant) -> sending Value) -> Value {
        let now = clock.now
        let jumps = faults.takeClockJumps(by: now)
        return state.withLock { house in
            for jump in jumps.sorted(by: { ($0.at ?? now) < ($1.at ?? now) }) {
                house.advance(to: jump.at ?? now)
                house.inverter.clock.aheadSeconds += jump.seconds
            }
            house.advance(to: now)
            return body(&house, now)
        }
    }

    /// The registers of a device.
    func unit(_ device: SimulatedDevice, author: WriteRecord.Author) -> any ModbusUnit {
        switch device {
        case .inverter: InverterUnit(house: self, author: author)
        case .heatPump: HeatPumpUnit(house: self, author: author)
        case .charger: ChargerUnit(house: self, author: author)
        case .gridMeter: MeterUnit(house: self, meter: { $0.gridMeter })
        case .heatPumpMeter: MeterUnit(house: self, meter: { $0.heatPumpMeter })
        case .garagePV: GarageUnit(house: self, author: author)
        }
    }
}
