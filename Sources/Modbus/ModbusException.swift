/// The code with which a device refuses a request ("MODBUS Application Protocol Specification V1.1b3", chapter 7).
public struct ModbusException: Error, RawRepresentable, Sendable, Hashable {
    public var rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let illegalFunction = Self(rawValue: 0x01)
    public static let illegalAddress = Self(rawValue: 0x02)
    public static let illegalValue = Self(rawValue: 0x03)
    public static let deviceFailure = Self(rawValue: 0x04)
    public static let acknowledge = Self(rawValue: 0x05)
    public static let deviceBusy = Self(rawValue: 0x06)
    public static let memoryParity = Self(rawValue: 0x08)
    public static let gatewayPathUnavailable = Self(rawValue: 0x0A)
    public static let gatewayTargetSilent = Self(rawValue: 0x0B)
}

extension ModbusException: CustomStringConvertible {
    public var description: String {
        switch self {
        case .illegalFunction: "01 illegal function"
        case .illegalAddress: "02 illegal data address"
        case .illegalValue: "03 illegal data value"
        case .deviceFailure: "04 device failure"
        case .acknowledge: "05 acknowledge"
        case .deviceBusy: "06 device busy"
        case .memoryParity: "08 memory parity error"
        case .gatewayPathUnavailable: "0A gateway path unavailable"
        case .gatewayTargetSilent: "0B gateway target did not respond"
        default: "exception \(rawValue)"
        }
    }
}
