internal import Site

/// Faults as flat fields, the same in JSON (`{"target": "inverter", "kind": "exception", "code": 4}`) and on the command
/// line (`inverter:exception,code=4`).
extension Fault {
    /// - Throws: which field is missing or wrong, and what would do.
    public init(fields: [String: String]) throws(SimulatorError) {
        var reader = FieldReader(fields: fields)
        let name = try reader.text("target")
        if let device = SimulatedDevice(rawValue: name) {
            target = .device(device)
        } else if let service = SimulatedService(rawValue: name) {
            target = .service(service)
        } else {
            let names = SimulatedDevice.allCases.map(\.rawValue) + SimulatedService.allCases.map(\.rawValue)
            throw SimulatorError("no device or service '\(name)'; there are \(names.joined(separator: ", "))")
        }
        let kind = try reader.text("kind")
        effect =
            switch kind {
            case "silence": .silence
            case "silence_mid_block": .silenceMidBlock(bytes: try reader.integer("bytes", 0...260))
            case "close_mid_reply": .closeMidReply(bytes: try reader.integer("bytes", 0...260))
            case "wrong_unit": .wrongUnit
            case "wrong_transaction": .wrongTransaction
            case "garbage": .garbage
            case "replay": .replay
            case "exception": .exception(code: UInt8(try reader.integer("code", 1...255)), registers: try reader.registers())
            case "spike":
                .spike(
                    register: UInt16(try reader.integer("address", 0...65_535)), value: UInt16(try reader.integer("value", 0...65_535)))
            case "refuse_writes": .refuseWrites(registers: try reader.registers())
            case "ignore_writes": .ignoreWrites(registers: try reader.registers())
            case "clock_skew": .clockSkew(seconds: try reader.number("seconds"))
            case "unplugged": .unplugged
            case "missing_tomorrow": .missingTomorrow
            case "status": .status(try reader.integer("code", 200...599))
            case "html_page": .htmlPage
            case "cut": .cut(bytes: try reader.integer("bytes", 0...10_000_000))
            case "hourly": .hourly
            case "duplicate_rows": .duplicateRows
            case "offline": .offline
            case "delay": .delay(seconds: try reader.number("seconds"))
            default: throw SimulatorError("no fault '\(kind)'; there are \(Self.kinds.joined(separator: ", "))")
            }
        from = try reader.instant("from")
        until = try reader.instant("until")
        try reader.end()
        try check(kind)
    }

    /// `target:kind` with further fields as `,name=value`.
    public init(text: String) throws(SimulatorError) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let head = parts[0].split(separator: ":", omittingEmptySubsequences: false)
        guard head.count == 2 else {
            throw SimulatorError("'\(text)' is no fault; write target:kind, as in inverter:silence or ote:status,code=503")
        }
        var fields = ["target": String(head[0]), "kind": String(head[1])]
        for part in parts.dropFirst() {
            guard let equals = part.firstIndex(of: "=") else {
                throw SimulatorError("'\(part)' in '\(text)' is not of the form name=value")
            }
            fields[String(part[..<equals])] = String(part[part.index(after: equals)...])
        }
        try self.init(fields: fields)
    }

    public var fields: [String: String] {
        var result: [String: String] = [:]
        switch target {
        case .device(let device): result["target"] = device.rawValue
        case .service(let service): result["target"] = service.rawValue
        }
        result["from"] = from?.description
        result["until"] = until?.description
        result["kind"] = effect.kind
        switch effect {
        case .silenceMidBlock(let bytes), .closeMidReply(let bytes), .cut(let bytes): result["bytes"] = String(bytes)
        case .exception(let code, let registers):
            result["code"] = String(code)
            result.merge(Self.fields(registers)) { $1 }
        case .refuseWrites(let registers), .ignoreWrites(let registers): result.merge(Self.fields(registers)) { $1 }
        case .spike(let register, let value):
            result["address"] = String(register)
            result["value"] = String(value)
        case .clockSkew(let seconds), .delay(let seconds): result["seconds"] = String(seconds)
        case .status(let code): result["code"] = String(code)
        case .silence, .wrongUnit, .wrongTransaction, .garbage, .replay, .unplugged, .missingTomorrow, .htmlPage, .hourly, .duplicateRows,
            .offline:
            break
        }
        return result
    }

    private static func fields(_ registers: Range<Int>?) -> [String: String] {
        registers.map { ["address": String($0.lowerBound), "count": String($0.count)] } ?? [:]
    }

    private func check(_ kind: String) throws(SimulatorError) {
        let fits =
            switch (target, effect) {
            case (.device(.inverter), .clockSkew), (_, .delay): true
            case (_, .clockSkew): false
            case (.device, .missingTomorrow), (.device, .status), (.device, .htmlPage), (.device, .cut), (.device, .hourly),
                (.device, .duplicateRows), (.device, .offline):
                false
            case (.device, _): true
            case (.service, .missingTomorrow), (.service, .status), (.service, .htmlPage), (.service, .cut), (.service, .hourly),
                (.service, .duplicateRows), (.service, .offline):
                true
            case (.service, _): false
            }
        if !fits { throw SimulatorError("'\(fields["target"] ?? "")' has no fault '\(kind)'") }
    }
}

extension Fault: Codable {
    public init(from decoder: any Decoder) throws {
        let scalars = try decoder.singleValueContainer().decode([String: FieldScalar].self)
        try self.init(fields: scalars.mapValues(\.text))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(fields.mapValues { FieldScalar(text: $0) })
    }
}
