import Foundation
import Simulator
import Site
import Testing

struct FaultTextTests {
    static let faults = [
        Fault(.inverter, .silence), Fault(.inverter, .silenceMidBlock(bytes: 12)), Fault(.heatPump, .closeMidReply(bytes: 7)),
        Fault(.gridMeter, .wrongUnit), Fault(.charger, .wrongTransaction), Fault(.garagePV, .garbage), Fault(.heatPumpMeter, .replay),
        Fault(.inverter, .exception(code: 4, registers: 500..<542)), Fault(.inverter, .exception(code: 11, registers: nil)),
        Fault(.inverter, .spike(register: 588, value: 65_535)), Fault(.inverter, .refuseWrites(registers: 108..<110)),
        Fault(.inverter, .ignoreWrites(registers: nil)), Fault(.inverter, .clockSkew(seconds: -300)), Fault(.charger, .unplugged),
        Fault(.ote, .missingTomorrow), Fault(.openMeteo, .status(429)), Fault(.smard, .htmlPage), Fault(.entsoe, .cut(bytes: 100)),
        Fault(.energyCharts, .hourly), Fault(.cnb, .duplicateRows), Fault(.loxone, .offline), Fault(.nordpool, .delay(seconds: 1.5)),
        Fault(.solcast, .offline, from: Instant("2026-03-29T01:00:00Z"), until: Instant("2026-03-29T02:00:00Z")),
    ]

    @Test(arguments: faults) func `a fault survives JSON and text`(_ fault: Fault) throws {
        let data = try JSONEncoder().encode(fault)
        #expect(try JSONDecoder().decode(Fault.self, from: data) == fault)
        let fields = fault.fields
        let rest = fields.filter { $0.key != "target" && $0.key != "kind" }.map { ",\($0.key)=\($0.value)" }.joined()
        #expect(try Fault(text: "\(fields["target"]!):\(fields["kind"]!)\(rest)") == fault)
    }

    @Test(arguments: [
        ("inverter", "target:kind"), ("toaster:silence", "no device or service 'toaster'"), ("inverter:tired", "no fault 'tired'"),
        ("inverter:spike,address=1", "'value' is missing"), ("inverter:exception,code=x", "code=x"), ("inverter:silence,loud=1", "'loud'"),
        ("charger:clock_skew,seconds=9", "no fault 'clock_skew'"), ("inverter:silence,from=today", "from=today"),
        ("ote:cut,bytes", "name=value"),
    ])
    func `a fault that cannot be is refused with what is wrong`(_ text: String, _ reason: String) {
        let error = #expect(throws: SimulatorError.self) { try Fault(text: text) }
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }
}
