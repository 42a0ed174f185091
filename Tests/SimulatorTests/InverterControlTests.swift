import Testing

@testable import Simulator

/// Scenario rows for the semantics of work modes and time of use (devices.md 1.9, 1.10): inputs, expected order.
struct InverterControlTests {
    typealias Address = InverterSettings.Address

    struct Row: CustomTestStringConvertible {
        var name: String
        /// Settings on top of the owner's: self-consumption, solar sell, time of use off, low SoC 15, residual 20 W.
        var settings: [Int: UInt16] = [:]
        /// Minute of a Monday.
        var minute = 720
        var socPct = 50.0
        var solarW = 0.0
        var loadW = 0.0
        var gridSideW = 0.0
        /// Battery at its terminals, + discharging, W.
        var batteryW: Double
        /// AC output the PV may reach, W.
        var ceilingW: Double?
        var testDescription: String { name }
    }

    /// V of the battery, so that 100 A are 5 kW.
    static let volts = 50.0
    /// DC bus power for an AC output, with standby.
    static func bus(_ ac: Double) -> Double { (ac >= 0 ? ac / 0.97 : ac * 0.97) + 60 }

    static let timeOfUse: [Int: UInt16] = [Address.timeOfUse: 0xFF]

    static let rows: [Row] = [
        Row(name: "load from the battery, leaving the residual import", loadW: 1000, batteryW: bus(980)),
        Row(name: "surplus into the battery", solarW: 4000, loadW: 1000, batteryW: -(4000 - bus(980)), ceilingW: 11_000),
        Row(
            name: "charging stops at the charge current, the rest may be sold", settings: [108: 20], solarW: 8000, loadW: 500,
            batteryW: -1000),
        Row(
            name: "without solar sell PV is throttled to the load", settings: [145: 0, 108: 0], solarW: 8000, loadW: 500, batteryW: 0,
            ceilingW: 480),
        Row(name: "the sell limit caps the output", settings: [143: 2000, 108: 0], solarW: 8000, loadW: 500, batteryW: 0, ceilingW: 2500),
        Row(name: "discharge current 0 holds the battery", settings: [109: 0], loadW: 2000, batteryW: 0),
        Row(name: "discharge current caps the battery", settings: [109: 20], loadW: 4000, batteryW: 1000),
        Row(name: "low SoC ends the discharge", socPct: 15, loadW: 2000, batteryW: 0),
        Row(name: "zero export to CT sees the grid side too", loadW: 500, gridSideW: 1500, batteryW: bus(1980)),
        Row(name: "zero export to load does not", settings: [142: 1], loadW: 500, gridSideW: 1500, batteryW: bus(480)),
        Row(name: "surplus of other generators is taken in at the CT", loadW: 500, gridSideW: -2500, batteryW: bus(-2020)),
        Row(name: "selling first leaves it alone", settings: [142: 0], loadW: 500, gridSideW: -2500, batteryW: bus(0)),

        Row(name: "the slot's SoC stops the discharge", settings: timeOfUse.merging([168: 60]) { $1 }, loadW: 2000, batteryW: 0),
        Row(name: "below the present SoC it does not", settings: timeOfUse.merging([168: 40]) { $1 }, loadW: 2000, batteryW: bus(1980)),
        Row(name: "another slot's SoC does not matter", settings: timeOfUse.merging([167: 60]) { $1 }, loadW: 2000, batteryW: bus(1980)),
        Row(name: "the slot's power caps the discharge", settings: timeOfUse.merging([156: 700]) { $1 }, loadW: 2000, batteryW: 700),
        Row(
            name: "before the first start the last slot runs", settings: timeOfUse.merging([148: 100, 171: 60]) { $1 }, minute: 30,
            loadW: 2000, batteryW: 0),
        Row(
            name: "on a day without time of use its slots do not matter", settings: [146: 0b1111_1101, 168: 60], loadW: 2000,
            batteryW: bus(1980)),
        Row(
            name: "not even below the slot's SoC is PV kept from the battery", settings: timeOfUse.merging([168: 30]) { $1 }, solarW: 3000,
            loadW: 0, batteryW: -(3000 - bus(-20))),

        Row(
            name: "grid charge up to the slot's SoC", settings: timeOfUse.merging([168: 80, 174: 1, 130: 1, 128: 40]) { $1 }, loadW: 1000,
            batteryW: -2000),
        Row(
            name: "without the slot's flag there is none", settings: timeOfUse.merging([168: 80, 174: 0, 130: 1, 128: 40]) { $1 },
            loadW: 1000, batteryW: 0),
        Row(
            name: "without register 130 there is none", settings: timeOfUse.merging([168: 80, 174: 1, 130: 0, 128: 40]) { $1 }, loadW: 1000,
            batteryW: 0),
        Row(
            name: "at the slot's SoC it ends", settings: timeOfUse.merging([168: 50, 174: 1, 130: 1, 128: 40]) { $1 }, loadW: 1000,
            batteryW: 0),
        Row(
            name: "PV surplus comes on top of the grid's current", settings: timeOfUse.merging([168: 80, 174: 1, 130: 1, 128: 40]) { $1 },
            solarW: 3000, loadW: 500, batteryW: -(3000 - bus(480) + 2000)),
        Row(
            name: "the charge current caps both", settings: timeOfUse.merging([168: 80, 174: 1, 130: 1, 128: 40, 108: 30]) { $1 },
            loadW: 1000, batteryW: -1500),
        Row(
            name: "without time of use register 127 starts grid charge", settings: [130: 1, 127: 70, 128: 60], loadW: 1000, batteryW: -3000),
        Row(name: "and holds there", settings: [130: 1, 127: 50, 128: 60], loadW: 1000, batteryW: 0),

        Row(
            name: "battery to grid: selling first, a slot that sells, SoC above it",
            settings: timeOfUse.merging([142: 0, 174: 0x20, 156: 5000, 168: 30]) { $1 }, loadW: 300, batteryW: 5000, ceilingW: 10_300),
        Row(
            name: "not without the slot's sell flag", settings: timeOfUse.merging([142: 0, 156: 5000, 168: 30]) { $1 }, loadW: 300,
            batteryW: bus(300)),
        Row(
            name: "not in zero export", settings: timeOfUse.merging([142: 2, 174: 0x20, 156: 5000, 168: 30]) { $1 }, loadW: 300,
            batteryW: bus(280)),
        Row(
            name: "not at the slot's SoC", settings: timeOfUse.merging([142: 0, 174: 0x20, 156: 5000, 168: 50]) { $1 }, loadW: 300,
            batteryW: 0),
        Row(name: "not without time of use", settings: [142: 0, 146: 0xFE, 174: 0x20, 168: 30], loadW: 300, batteryW: bus(300)),
        Row(
            name: "PV sells before the battery", settings: timeOfUse.merging([142: 0, 174: 0x20, 156: 5000, 168: 30, 143: 4000]) { $1 },
            solarW: 3000, loadW: 0, batteryW: bus(4000) - 3000, ceilingW: 4000),

        Row(name: "battery first lets the grid feed the house", settings: [141: 0], solarW: 800, loadW: 2000, batteryW: -740),
        Row(
            name: "peak shaving discharges below the slot's SoC", settings: timeOfUse.merging([168: 90, 178: 0b11_0000, 191: 3000]) { $1 },
            loadW: 5000, batteryW: bus(2000)),
        Row(name: "peak shaving off", settings: timeOfUse.merging([168: 90, 178: 0b10_0000, 191: 3000]) { $1 }, loadW: 5000, batteryW: 0),
        Row(name: "switched off it rests", settings: [80: 0], solarW: 5000, loadW: 1000, batteryW: 0, ceilingW: 0),
        Row(
            name: "active power regulation caps the output", settings: [77: 100, 108: 0], solarW: 8000, loadW: 500, batteryW: 0,
            ceilingW: 2000),
    ]

    @Test(arguments: rows) func `the order follows the settings`(_ row: Row) {
        var settings = InverterSettings(batteryWh: 15_000)
        for (address, word) in row.settings { settings[address] = word }
        let control = InverterControl(
            settings: settings, slot: settings.slot(weekday: 0, minute: row.minute), ratedW: 20_000, socPct: row.socPct,
            batteryV: Self.volts,
            chargeLimitA: 150, dischargeLimitA: 200, solarW: row.solarW, loadPortW: row.loadW, gridSideW: row.gridSideW)
        let order = control.order()
        #expect(abs(order.batteryW - row.batteryW) < 1e-6, "battery \(order.batteryW), expected \(row.batteryW)")
        if let ceiling = row.ceilingW { #expect(abs(order.ceilingW - ceiling) < 1e-6, "ceiling \(order.ceilingW), expected \(ceiling)") }
    }

    @Test func `the slot in force follows minute and weekday`() {
        var settings = InverterSettings(batteryWh: 15_000)
        settings[Address.timeOfUse] = 0b0000_0011
        // Bit 1 is Monday.
        #expect(settings.slot(weekday: 0, minute: 0)?.index == 0)
        #expect(settings.slot(weekday: 1, minute: 0) == nil)
        for (minute, index) in [(299, 0), (300, 1), (539, 1), (540, 2), (779, 2), (780, 3), (1020, 4), (1260, 5), (1439, 5)] {
            #expect(settings.slot(weekday: 0, minute: minute)?.index == index, "minute \(minute)")
        }
        settings[Address.timeOfUse] = 0b0000_0010
        #expect(settings.slot(weekday: 0, minute: 0) == nil)
    }
}
