import Glibc
import Site
import Testing

@testable import Simulator

/// Invariants of random days with random settings, step by step.
struct PhysicsTests {
    static let seeds = 0..<6 as Range<UInt64>

    /// A day somewhere in the year, lived in 10 s steps; every hour somebody writes something into the inverter.
    /// - Returns: what `check` had to complain about.
    private func day(_ seed: UInt64, _ check: (_ before: HouseState, _ after: HouseState) -> String?) throws -> [String] {
        var configuration = SimulatorConfiguration()
        configuration.seed = seed
        configuration.step = .seconds(10)
        let noise = Noise(seed: seed &+ 1000)
        let start = Instant("2026-01-01T00:00:00Z")! + .seconds(86_400 * (noise.uniform(.appliance, 0) * 365).rounded())
        var house = HouseState(try HouseModel(configuration), at: start)
        var complaints: [String] = []
        for step in 0..<8640 {
            if step % 360 == 0 { shake(&house, noise, hour: step / 360) }
            let before = house
            house.advance(to: house.now + .seconds(10))
            if let complaint = check(before, house) { complaints.append("seed \(seed), \(house.now): \(complaint)") }
        }
        return complaints
    }

    private func shake(_ house: inout HouseState, _ noise: Noise, hour: Int) {
        func pick(_ sub: Int, _ values: [UInt16]) -> UInt16 { values[Int(noise.uniform(.appliance, hour + 1, sub) * Double(values.count))] }
        let writes: [(Int, UInt16)] = [
            (142, pick(0, [0, 1, 2])), (145, pick(1, [0, 1])), (108, pick(2, [0, 20, 150, 350])), (109, pick(3, [0, 20, 150, 350])),
            (143, pick(4, [0, 2000, 10_000])), (146, pick(5, [0, 0xFF])), (130, pick(6, [0, 1])), (127, pick(7, [10, 50, 100])),
            (128, pick(8, [0, 40, 150])), (168, pick(9, [0, 50, 100])), (174, pick(10, [0, 1, 0x20, 0x21])), (141, pick(11, [0, 1])),
            (80, pick(12, [1, 1, 1, 0])), (178, pick(13, [0x0AAA, 0x0ABA])), (104, pick(14, [20, 0, UInt16(bitPattern: -100)])),
        ]
        for (address, word) in writes { house.inverter.settings[address] = word }
        house.charger[.maximumCurrent] = pick(15, [0, 60, 110, 160])
    }

    @Test(arguments: seeds) func `energy is neither made nor lost`(_ seed: UInt64) throws {
        let complaints = try day(seed) { before, after in
            let (old, new) = (before.meters, after.meters)
            func moved(_ path: KeyPath<TrueMeters, Double>) -> Double { new[keyPath: path] - old[keyPath: path] }
            let stored = after.inverter.battery.storedWh - before.inverter.battery.storedWh
            let into = moved(\.pvWh) + moved(\.garageWh) + moved(\.gridImportWh)
            let out =
                moved(\.loadWh) + moved(\.carWh) + moved(\.heatPumpWh) + moved(\.gridExportWh) + moved(\.inverterLossWh)
                + moved(\.batteryLossWh) + stored
            return abs(into - out) <= 0.001 * max(into, 1) ? nil : "\(into) Wh in, \(out) Wh out"
        }
        #expect(complaints.isEmpty)
    }

    @Test(arguments: seeds) func `the battery stays within its bounds and the BMS's limits`(_ seed: UInt64) throws {
        let complaints = try day(seed) { before, after in
            let battery = after.inverter.battery
            let limits = before.inverter.battery
            if !(0...100).contains(battery.socPct) { return "SoC \(battery.socPct)" }
            if battery.powerW > 0, battery.socPct < 10 - 1e-9 { return "discharging below the shutdown SoC" }
            if battery.currentA > limits.dischargeLimitA * 1.05 + 1 { return "\(battery.currentA) A out" }
            if -battery.currentA > limits.chargeLimitA * 1.05 + 1 { return "\(battery.currentA) A in" }
            return abs(after.inverter.acW.sum()) <= 20_000 * 1.01 ? nil : "\(after.inverter.acW)"
        }
        #expect(complaints.isEmpty)
    }

    @Test(arguments: seeds) func `readings stay in the range of the real world`(_ seed: UInt64) throws {
        let complaints = try day(seed) { _, after in
            let house = after.snapshot
            let ranges: [(String, Double, ClosedRange<Double>)] = [
                ("outdoor", house.outdoorC, -30...42), ("room", house.roomC, 15...32), ("tank", house.tankC, 25...66),
                ("irradiance", house.irradianceWM2, 0...1200), ("PV", house.pvW, 0...11_000), ("frequency", house.frequencyHz, 49.8...50.2),
                ("load", house.loadW, 50...15_000), ("car SoC", house.carSocPct, 0...100), ("voltage", house.voltageV.min()!, 205...255),
                ("voltage", house.voltageV.max()!, 205...255), ("diffuse", after.weather.dhi, 0...after.weather.ghi + 1e-9),
            ]
            return ranges.first { !$0.2.contains($0.1) }.map { "\($0.0) \($0.1)" }
        }
        #expect(complaints.isEmpty)
    }

    @Test func `a battery gives back about 92 % of what AC put into it`() {
        var battery = Battery(capacityWh: 15_000, socPct: 30)
        var intoAC = 0.0
        var outOfAC = 0.0
        while battery.socPct < 70 {
            battery.advance(seconds: 10, watts: -4000, ambientC: 16)
            intoAC += 4000 / InverterControl.efficiency * 10 / 3600
        }
        while battery.socPct > 30 {
            battery.advance(seconds: 10, watts: 4000, ambientC: 16)
            outOfAC += 4000 * InverterControl.efficiency * 10 / 3600
        }
        #expect((0.90...0.94).contains(outOfAC / intoAC), "\(outOfAC / intoAC)")
    }

    @Test func `the sun stands where almanacs say`() {
        // Prague, 2026-06-21 at 11:05 UTC is solar noon: 90 - 50.08 + 23.44 degrees; 2026-12-21 at 11:00 UTC: 16.5 degrees.
        func elevation(_ time: String) -> Double {
            let sun = SunPosition(at: Instant(time)!, latitude: 50.08, longitude: 14.43)
            return asin(sun.sineElevation) * 180 / .pi
        }
        #expect(abs(elevation("2026-06-21T11:05:00Z") - 63.36) < 0.5)
        #expect(abs(elevation("2026-12-21T11:00:00Z") - 16.48) < 0.5)
        let east = SunPosition(at: Instant("2026-03-20T05:10:00Z")!, latitude: 50.08, longitude: 14.43)
        #expect(abs(asin(east.sineElevation)) < 0.03 && abs(east.azimuth + .pi / 2) < 0.05, "sunrise in the east")
    }

    @Test func `a year yields what Central Europe yields`() throws {
        var household = 0.0
        var solar = 0.0
        let model = try HouseModel(SimulatorConfiguration())
        var load = HouseholdLoad(noise: model.noise, calendar: model.calendar)
        let start = Instant("2025-12-31T23:00:00Z")!
        for slot in 0..<(365 * 1440 / 7) {
            let instant = start + .seconds(420 * slot)
            household += load.powerW(at: instant).sum() * 420 / 3_600_000
            if slot % 3 == 0 {
                solar += model.planes.reduce(0) { $0 + $1.dcPowerW(in: model.weather.sample(at: instant)) } * 1260 / 3_600_000
            }
        }
        #expect((4000...5000).contains(household), "\(household) kWh")
        #expect((850...1200).contains(solar / 10), "\(solar / 10) kWh per kWp")
    }
}
