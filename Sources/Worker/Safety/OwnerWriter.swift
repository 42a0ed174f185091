internal import Clock
internal import Guard
internal import Site

/// Writes one setting without asking anybody: read, compare, write, read back.
struct OwnerWriter: Sendable {
    let clock: any WallClock

    /// - Parameter dryRun: true compares and writes nothing.
    /// - Returns: whether the register had to be written.
    /// - Throws: `LinkError`, also when the value does not arrive; `RegisterRangeError`.
    @discardableResult
    func write(_ setting: GuardLimits.OwnerSetting, _ value: Double, _ link: any FieldLink, dryRun: Bool = false) async throws -> Bool {
        if let path = setting.path {
            guard case .number(let held) = try await link.read(.input(path: path)), held != value else { return false }
            if dryRun { return true }
            try await link.write(.input(path: path, value: value))
            return true
        }
        guard let address = setting.address else { return false }
        let request = ReadRequest.registers(
            unit: setting.unit, space: setting.space, sunspecModel: setting.sunspecModel, address: address, count: setting.words)
        guard case .words(let held) = try await link.read(request) else { return false }
        let wanted = try setting.register.words(for: value, current: held)
        guard held != wanted else { return false }
        if dryRun { return true }
        try await link.write(
            .registers(unit: setting.unit, sunspecModel: setting.sunspecModel, address: address, words: wanted, function: setting.function))
        try await clock.sleep(for: .milliseconds(setting.settleMs))
        guard case .words(let read) = try await link.read(request), read == wanted else {
            throw LinkError(kind: .refused, description: "\(setting.point) did not take \(value)")
        }
        return true
    }
}
