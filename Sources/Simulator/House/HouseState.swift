internal import Site

/// The whole house between two steps. A value: a copy lives on by itself.
struct HouseState: Sendable {
    let model: HouseModel
    private(set) var now: Instant
    var inverter: Inverter
    var charger: Charger
    private(set) var car: ElectricCar
    var gateway = HeatPumpGateway()
    private(set) var heatPump: HeatPump
    private(set) var building = Building()
    private(set) var tank: HotWaterTank
    var garage: GaragePV
    private(set) var load: HouseholdLoad
    private(set) var gridMeter = ThreePhaseMeter()
    private(set) var heatPumpMeter = ThreePhaseMeter()
    /// The feeder of the garage, + import: generation counts as export.
    private(set) var garageMeter = ThreePhaseMeter()
    private(set) var meters = TrueMeters()
    private(set) var weather: WeatherSample
    private(set) var loadPhaseW = Phases.zero
    private(set) var carPhaseW = Phases.zero

    init(_ model: HouseModel, at start: Instant) {
        self.model = model
        now = start
        inverter = Inverter(planes: model.planes, batteryWh: model.batteryWh, clock: Self.clock(model, setAt: start))
        charger = Charger(at: start)
        car = ElectricCar(noise: model.noise, calendar: model.calendar)
        heatPump = HeatPump(at: start)
        tank = HotWaterTank(noise: model.noise, calendar: model.calendar)
        garage = GaragePV(plane: model.garagePlane, at: start)
        load = HouseholdLoad(noise: model.noise, calendar: model.calendar)
        weather = model.weather.sample(at: start)
    }

    /// Somebody sets the inverter's clock to local time by hand, up to 20 s wrong.
    static func clock(_ model: HouseModel, setAt instant: Instant) -> DeviceClock {
        DeviceClock(aheadSeconds: Double(model.calendar.offset(at: instant)) + (40 * model.noise.uniform(.clock, 0) - 20).rounded())
    }

    /// Lives all whole steps up to `instant`.
    mutating func advance(to instant: Instant) {
        while now + model.step <= instant { step() }
    }

    private mutating func step() {
        let seconds = model.stepSeconds
        let middle = now + .seconds(seconds / 2)
        let end = now + model.step
        weather = model.weather.sample(at: middle)
        let (voltage, frequency) = network(at: middle)

        loadPhaseW = load.powerW(at: middle)
        carPhaseW = model.devices.contains(.charger) ? charge(to: end, seconds, voltage) : .zero
        let heatPumpW = model.devices.contains(.heatPump) ? heat(to: end, seconds) : 0
        if model.devices.contains(.garagePV) { garage.advance(to: end, seconds: seconds, weather: weather) }
        let garageW = Phases.balanced(garage.acW)

        let gridSide = carPhaseW + .balanced(heatPumpW) - garageW
        if model.devices.contains(.inverter) {
            inverter.advance(to: end, seconds: seconds, .init(weather: weather, loadPort: loadPhaseW, gridSide: gridSide))
        }
        let grid = loadPhaseW + gridSide - inverter.acW

        gridMeter.measure(powerW: grid, voltageV: voltage - grid / voltage * 0.12, frequencyHz: frequency, seconds: seconds)
        heatPumpMeter.measure(powerW: .balanced(heatPumpW), voltageV: voltage, frequencyHz: frequency, seconds: seconds)
        garageMeter.measure(powerW: -garageW, voltageV: voltage, frequencyHz: frequency, seconds: seconds)
        count(grid: grid, heatPumpW: heatPumpW, hours: seconds / 3600)
        now = end
    }

    private mutating func charge(to end: Instant, _ seconds: Double, _ voltage: Phases) -> Phases {
        let power = car.advance(
            to: end, seconds: seconds, limitA: charger.offeredA(at: end), phases: Int(charger[.phases]), voltage: voltage)
        charger.count(car, power: power, seconds: seconds)
        return power
    }

    /// - Returns: electric W.
    private mutating func heat(to end: Instant, _ seconds: Double) -> Double {
        gateway.settle(at: end)
        let demand = gateway.demand(roomC: building.roomC, tankC: tank.waterC, outsideC: weather.temperatureC)
        heatPump.advance(
            to: end, seconds: seconds, demand: demand, roomC: building.roomC, tankC: tank.waterC, weather: weather)
        building.advance(seconds: seconds, heatW: heatPump.duty == .rooms ? heatPump.heatW : 0, weather: weather)
        tank.advance(to: end, seconds: seconds, heatW: heatPump.duty == .hotWater ? heatPump.heatW : 0)
        return heatPump.electricW
    }

    /// Voltages without the house's own current, and frequency.
    private func network(at instant: Instant) -> (Phases, Double) {
        func wander(_ phase: Int) -> Double {
            233 + 1.6 * model.noise.curve(.voltage, instant.seconds, period: 900, phase)
                + 1.2 * model.noise.curve(.voltage, instant.seconds, period: 21_600, 8 + phase)
        }
        return (Phases(wander(0), wander(1), wander(2)), 50 + 0.015 * model.noise.curve(.frequency, instant.seconds, period: 20))
    }

    private mutating func count(grid: Phases, heatPumpW: Double, hours: Double) {
        let net = grid.sum()
        meters.gridImportWh += max(0, net) * hours
        meters.gridExportWh += max(0, -net) * hours
        for phase in 0..<3 {
            meters.gridImportPerPhaseWh[phase] += grid.positive[phase] * hours
            meters.gridExportPerPhaseWh[phase] += grid.negative[phase] * hours
        }
        let used = inverter.solarW.reduce(0, +)
        let battery = inverter.battery.powerW
        let ac = inverter.acW.sum()
        meters.pvWh += used * hours
        meters.pvCurtailedWh += (inverter.availableW.reduce(0, +) - used) * hours
        meters.garageWh += garage.acW * hours
        meters.garageCurtailedWh += (garage.availableW - max(0, garage.acW)) * hours
        meters.batteryChargeDCWh += max(0, -battery) * hours
        meters.batteryDischargeDCWh += max(0, battery) * hours
        meters.batteryChargeACWh += max(0, -ac) * hours
        if battery > 0, ac > 0 { meters.batteryDischargeACWh += ac * battery / (battery + used) * hours }
        meters.loadWh += loadPhaseW.sum() * hours
        meters.carWh += carPhaseW.sum() * hours
        meters.carMissingWh = car.missingWh
        meters.heatPumpWh += heatPumpW * hours
        if heatPump.duty == .rooms { meters.roomHeatWh += heatPump.heatW * hours }
        if heatPump.duty == .hotWater { meters.hotWaterHeatWh += heatPump.heatW * hours }
        meters.inverterLossWh += inverter.lossW * hours
        meters.batteryLossWh += inverter.battery.lossW * hours
    }
}
