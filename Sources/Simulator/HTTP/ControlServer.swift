internal import Foundation

/// The simulator's own pages under `/sim`: what is true, what was written, and what is to go wrong.
struct ControlServer: SimulatedServer {
    let house: SimulatedHouse
    let loxone: LoxoneServer

    private struct OwnerSetting: Decodable {
        var device: SimulatedDevice
        var address: UInt16
        var value: UInt16
    }

    func answer(_ request: ServiceRequest) -> ServiceReply {
        switch (request.method, request.path) {
        case ("GET", ["state"]): return reply(house.snapshot())
        case ("GET", ["meters"]): return reply(house.snapshot().meters)
        case ("GET", ["writes"]): return reply(house.writeLog.records)
        case ("GET", ["loxone"]): return reply(loxone.values)
        case ("GET", ["faults"]): return reply(house.faults.all)
        case ("POST", ["faults"]): return setFaults(request.body)
        case ("DELETE", ["faults"]):
            house.faults.set([])
            return reply(house.faults.all)
        case ("POST", ["owner"]): return ownerSets(request.body)
        default:
            return .text(
                """
                GET    /sim/state    the house now
                GET    /sim/meters   true meters, Wh
                GET    /sim/writes   every write that reached a device
                GET    /sim/loxone   what the Miniserver's inputs hold
                GET    /sim/faults   what is wrong
                POST   /sim/faults   an object adds a fault, an array replaces all: {"target": "inverter", "kind": "silence"}
                DELETE /sim/faults   makes everything well
                POST   /sim/owner    a person sets a register: {"device": "charger", "address": 900, "value": 60}

                """, status: request.path.isEmpty ? 200 : 404)
        }
    }

    private func setFaults(_ body: String) -> ServiceReply {
        do {
            if let faults = try decoded([Fault].self, from: body, where: { $0.first == "[" }) {
                house.faults.set(faults)
            } else {
                house.faults.add(try JSONDecoder().decode(Fault.self, from: Data(body.utf8)))
            }
            return reply(house.faults.all)
        } catch {
            return refusal(error)
        }
    }

    private func ownerSets(_ body: String) -> ServiceReply {
        do {
            let setting = try JSONDecoder().decode(OwnerSetting.self, from: Data(body.utf8))
            try house.ownerSets(setting.device, address: setting.address, to: setting.value)
            return reply(["ok": true])
        } catch {
            return refusal(error)
        }
    }

    private func decoded<Value: Decodable>(_ type: Value.Type, from body: String, where condition: (Substring) -> Bool) throws -> Value? {
        condition(body.drop { $0.isWhitespace }) ? try JSONDecoder().decode(type, from: Data(body.utf8)) : nil
    }

    private func refusal(_ error: any Error) -> ServiceReply {
        let message =
            switch error {
            case let error as SimulatorError: error.description
            case DecodingError.dataCorrupted(let context), DecodingError.keyNotFound(_, let context),
                DecodingError.typeMismatch(_, let context),
                DecodingError.valueNotFound(_, let context):
                context.debugDescription
            default: "\(error)"
            }
        return .json(["error": .string(message)], status: 400)
    }

    private func reply(_ value: some Encodable) -> ServiceReply {
        ServiceReply(contentType: "application/json; charset=utf-8", body: JSON.text(value, snakeCase: true) + "\n")
    }
}
