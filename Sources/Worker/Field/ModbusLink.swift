internal import Database
internal import Modbus

/// A Modbus TCP connection, to a device or to a gateway with several behind it.
actor ModbusLink: FieldLink {
    private let client: ModbusClient
    /// Offsets of SunSpec models by unit, once their chain was walked.
    private var models: [UInt8: [Int: Int]] = [:]

    init(_ gateway: Gateway) {
        client = ModbusClient(
            host: gateway.host, port: gateway.port,
            configuration: ModbusClient.Configuration(
                connectTimeout: gateway.connectTimeout, responseTimeout: gateway.responseTimeout, gap: gateway.requestGap))
    }

    func read(_ block: ReadRequest) async throws(LinkError) -> ReadReply {
        guard case .registers(let unit, let space, let model, let address, let count) = block, let space = RegisterSpace(rawValue: space) else {
            throw LinkError(kind: .refused, description: "a Modbus device has no virtual inputs")
        }
        do {
            let start = try await start(unit: unit, model: model, address: address)
            return .words(try await client.read(unit: unit, space: space, address: start, count: count))
        } catch let error as ModbusError {
            throw linkError(error)
        } catch let error as LinkError {
            throw error
        } catch {
            throw LinkError(kind: .silent, description: String(describing: error))
        }
    }

    func write(_ request: WriteRequest) async throws(LinkError) {
        guard case .registers(let unit, let model, let address, let words, let function) = request else {
            throw LinkError(kind: .refused, description: "a Modbus device has no virtual inputs")
        }
        do {
            let start = try await start(unit: unit, model: model, address: address)
            if function == 6 {
                for (offset, word) in words.enumerated() {
                    try await client.writeSingle(unit: unit, address: start + UInt16(offset), word)
                }
            } else {
                try await client.write(unit: unit, address: start, words)
            }
        } catch let error as ModbusError {
            throw linkError(error)
        } catch let error as LinkError {
            throw error
        } catch {
            throw LinkError(kind: .silent, description: String(describing: error))
        }
    }

    func close() async { await client.close() }

    /// The PDU address; for SunSpec counted from where the model starts in this device.
    private func start(unit: UInt8, model: Int?, address: Int) async throws -> UInt16 {
        var base = 0
        if let model {
            if models[unit] == nil {
                models[unit] = try await SunSpecChain.walk { [client] address, count in
                    try await client.read(unit: unit, space: .holding, address: UInt16(clamping: address), count: count)
                }
            }
            guard let offset = models[unit]?[model] else {
                models[unit] = nil
                throw LinkError(kind: .refused, description: "unit \(unit) has no SunSpec model \(model)")
            }
            base = offset
        }
        guard let start = UInt16(exactly: base + address) else {
            throw LinkError(kind: .refused, description: "register \(base + address) does not exist")
        }
        return start
    }

    private func linkError(_ error: ModbusError) -> LinkError {
        let kind: LinkError.Kind =
            switch error.code {
            // A gateway that reaches nobody behind it is as good as silence.
            case .exception(.gatewayPathUnavailable), .exception(.gatewayTargetSilent): .silent
            case .exception, .invalidRequest: .refused
            case .timeout, .connection: .silent
            case .invalidReply: .reply
            }
        return LinkError(kind: kind, description: error.description)
    }
}
